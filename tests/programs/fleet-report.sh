#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfs-fleet's report of 300 made-up images, in a real browser.
# GUESTFS_SHOTS names a directory that keeps the pictures.
# tier: slow

. "$(dirname "$0")/../lib/fleet.sh"
requires chromium

shots=${GUESTFS_SHOTS:-$test_tmp/shots}
mkdir -p "$shots"
"$python" "$abs_top_srcdir/tests/programs/fleet-report.py" "$shots" ||
  fail "in the browser"
