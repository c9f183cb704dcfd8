#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Links that change while every action that takes a path runs.

. "$(dirname "$0")/../lib.sh"
requires_appliance
"$abs_top_builddir/tests/trust/paths" race
