#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file system of the host that is full: the target of a download, the
# temporary directory with the overlay of a read-only drive, the temporary
# directory before the launch. Each says what could not be written.

. "$(dirname "$0")/../lib.sh"
requires unshare
requires_appliance

head -c 64M /dev/urandom > image       # holes would take no room
mkdir small
cat > inside <<'EOS'
mount -t tmpfs -o size=4M tmpfs small || exit 77

# The download stops, the handle goes on, what was written stays.
guestfish -- add image format:raw readonly:true : run : \
  -download /dev/sda small/file : blockdev-getsize64 /dev/sda > out1 2> err1 || exit 1
stat -c %s small/file > size1
rm small/file

# The overlay is in $TMPDIR. The guest gets an error, and goes on.
head -c 32M /dev/urandom > random
TMPDIR=$PWD/small guestfish -- add image format:raw readonly:true : run : \
  -upload random /dev/sda : -sync : ping-daemon : \
  blockdev-getsize64 /dev/sda > out2 2> err2 || :
find small -mindepth 1 > left2

# No byte is left when it begins.
dd if=/dev/zero of=small/fill bs=64k 2> /dev/null
dd if=/dev/zero of=small/fill2 bs=1 count=5000 2> /dev/null
TMPDIR=$PWD/small guestfish add image format:raw readonly:true : run \
  > out3 2> err3 && exit 1
rm small/fill small/fill2
find small -mindepth 1 > left3
EOS
unshare -m true 2> /dev/null || skip "a mount namespace needs privilege"
status=0
unshare -m bash inside || status=$?
[ $status -ne 77 ] || skip "tmpfs cannot be mounted here"
is "status" $status 0

is "errors of download" "$(wc -l < err1)" 1
matches "error of download" "$(cat err1)" \
  'download: small/file: cannot be written: No space left on device$'
is "after the download" "$(cat out1)" 67108864
[ "$(cat size1)" -gt 3000000 ] || fail "what fitted is not there"

matches "error of upload or sync" "$(head -1 err2)" \
  '(upload|sync): .*(No space left on device|Input/output error)'
matches "error of shutdown" "$(tail -1 err2)" \
  'shutdown: the temporary overlay of .*/image: .*No space left on device$'
is "after the upload" "$(cat out2)" 67108864
is "left in TMPDIR" "$(cat left2)" ""

is "errors of launch" "$(wc -l < err3)" 1
matches "error of launch" "$(cat err3)" \
  'libguestfs: error: [a-z_]*: .*small.*No space left on device$'
is "left in TMPDIR after launch" "$(cat left3)" ""
