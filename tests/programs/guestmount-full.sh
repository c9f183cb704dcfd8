#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# A file that is one request to write, of which only a part has room: the
# program that closes it is told. The kernel takes a part for all of it.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse

mkdir mnt
guestfish -N disk.img=fs:ext4:20M -m /dev/sda1 chmod 0777 /
guestmount --format=raw -a disk.img -m /dev/sda1 mnt
! dd if=/dev/zero of=mnt/filler bs=64k oflag=direct 2>said ||
  fail "the disk has no end"
matches "a full disk" "$(cat said)" 'No space left on device'
truncate -s -600000 mnt/filler
sync -f mnt
head -c 1M /dev/urandom > large
! (cp large mnt/large && sync mnt/large) 2>said ||
  fail "nobody is told that only a part was written"
matches "cp" "$(cat said)" 'No space left on device'
rm -f mnt/large
head -c 300000 large > small
cp small mnt/small
guestunmount mnt
wait_for_no_guestmount
guestfish --ro --format=raw -a disk.img -m /dev/sda1 download /small back
cmp small back
