#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in Rust.

. "$(dirname "$0")/../lib/rust.sh"
requires_appliance

same_log cargo test --test calls --
