#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The words for Tab and guestfs-fleet are the protocols that the library has.

. "$(dirname "$0")/../lib.sh"

known=$({ guestfish add-drive x protocol:nosuch 2>&1 || :; } |
  sed -n 's/.*use one of file //p' | tr ' ' '\n')
is "protocols" \
  "$(sed -n 's/^ *"\(.*\)",$/\1/p' \
     "$abs_top_srcdir/fleet/guestfs_fleet/gen/protocols.py")" "$known"
[ -n "$known" ] || fail "the library names no protocol"
