#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The doctor: healthy machine, sick machine, wrong options.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fake-qemu.sh"
tool=libguestfs-test-tool

matches "--help" "$($tool --help)" 'usage: libguestfs-test-tool'
matches "--version" "$($tool --version)" 'libguestfs-test-tool [0-9]'
for bad in --nonesuch -tx -t0 extra; do
  status=0
  $tool "$bad" > log 2>&1 || status=$?
  is "exit status of $bad" $status 2
done

# expect_sick REGEX: the tool fails, and says this
expect_sick() {
  local status=0
  $tool -t 60 > log 2>&1 || status=$?
  is "exit status" $status 1
  matches "what it says" "$(cat log)" "$1"
  matches "the end" "$(tail -1 log)" 'TEST FAILED'
}
LIBGUESTFS_HV=/nonexistent/qemu expect_sick 'FAIL  QEMU .*nonexistent.*install qemu'
fake_qemu 'echo "fake-qemu: it is broken" >&2; exit 1'
expect_sick 'FAIL  launch .*it is broken'
LIBGUESTFS_PATH=/nonexistent expect_sick 'FAIL  appliance .*LIBGUESTFS_PATH'
touch file
LIBGUESTFS_TMPDIR=$PWD/file/x expect_sick 'FAIL  temporary .*LIBGUESTFS_TMPDIR'
fake_qemu 'exec sleep 100'
status=0
$tool -t 2 > log 2>&1 || status=$?
is "exit status after the time-out" $status 1
matches "time-out" "$(cat log)" 'FAIL  timeout '

LIBGUESTFS_PATH=$abs_top_builddir/appliance/fixed
unset LIBGUESTFS_HV
requires_appliance
$tool > log 2>&1 || fail "not healthy: $(cat log)"
for what in QEMU appliance launch drives 'file system' shutdown; do
  grep -q "^ok    $what " log || fail "$what is not reported: $(cat log)"
done
is "the end" "$(tail -1 log)" "===== TEST FINISHED OK ====="

# No cache makes launches slower, and that is all.
LIBGUESTFS_CACHEDIR=$PWD/file/x $tool > log 2>&1 ||
  fail "not healthy without a cache: $(cat log)"
matches "the cache" "$(cat log)" 'note  cache .*LIBGUESTFS_CACHEDIR'
is "the end without a cache" "$(tail -1 log)" "===== TEST FINISHED OK ====="
