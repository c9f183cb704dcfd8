#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in Go.

. "$(dirname "$0")/../lib/golang.sh"
requires_appliance

go_program calls ./tests/calls
same_log ./calls
