#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Impossible paths for every action that takes one.

. "$(dirname "$0")/../lib.sh"
requires_appliance
"$abs_top_builddir/tests/trust/paths" errno
