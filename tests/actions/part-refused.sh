#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A partition that cannot be: nothing of the disk is lost, and none of another
# size is made.

. "$(dirname "$0")/../lib/storage.sh"

disk small.img 40K
disk large.img 4T 2>/dev/null || skip "no file of 4 TiB can be made here"
session <<S
add small.img $scratch
add large.img $scratch
run
mkswap /dev/sda
-part-disk /dev/sda mbr
-part-disk /dev/sda gpt
vfs-type /dev/sda
part-init /dev/sdb mbr
part-add /dev/sdb p 2048 4095
-part-resize /dev/sdb 1 5000000000
-part-resize /dev/sdb 1 -1
blockdev-getsize64 /dev/sdb1
part-resize /dev/sdb 1 4294967295
blockdev-getsize64 /dev/sdb1
S
says "part_disk: /dev/sda: the disk has 80 sectors" \
     "part_resize: /dev/sdb: sector 5000000000 is beyond what an MBR"
is "errors" "$(grep -c 'libguestfs: error' out)" 4
is "the rest" "$(grep -v 'libguestfs: error' out | tr '\n' ' ')" \
   "swap 1048576 2199022206976 "
