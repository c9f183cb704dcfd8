#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Actions of which the table says that they leave nothing do so where nothing
# can be changed, with the same results: the tests of the records, each such
# step on file systems and devices that are read-only.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# Not those of ldm, whose disks are files of a file system, and of btrfs_jobs,
# which look at what still writes.
"$abs_top_builddir/tests/actions/capi" --readers --area '[!bl]*' \
  --area 'l[!d]*' --area 'b[!t]*' --area btrfs --area 'btrfs_[!j]*' > out || {
  grep -A 5 '^not ok' out >&2
  fail "an action changes something, or wants to: see leaves in its record"
}
matches "the end" "$(tail -n 1 out)" '^[1-9][0-9]* passed, 0 failed'
