#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is read in the XML of domains and pools; and nothing crashes when it is
# damaged.

. "$(dirname "$0")/../lib.sh"

program=$abs_top_builddir/tests/unit/domain-disks
[ -x "$program" ] || skip "built without libvirt"
domains=$abs_top_srcdir/tests/data/domains

"$program" "$domains"/*.xml > got
diff -u "$abs_top_srcdir/tests/unit/domain-disks.golden" got ||
  fail "differs from domain-disks.golden"

requires timeout
for f in local network running pool-rbd pool-iscsi-direct; do
  timeout 120 "$program" --damage "${GUESTFS_TEST_FUZZ:-2000}" \
    "$domains/$f.xml" > log 2>&1 || fail "$f: exit status $?: $(cat log)"
done
