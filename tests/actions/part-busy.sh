#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Changes of a partition table while something on the disk is in use: what can
# be done is done, what cannot is refused before anything is written.

. "$(dirname "$0")/../lib/storage.sh"

disk t.img 200M
session <<S
add t.img $scratch
run
part-init /dev/sda gpt
part-add /dev/sda p 2048 100000
part-add /dev/sda p 102400 200000
mkfs ext4 /dev/sda1
mkfs ext4 /dev/sda2
mount /dev/sda1 /
part-add /dev/sda p 204800 300000
list-partitions
mkfs ext2 /dev/sda3
part-del /dev/sda 3
part-del /dev/sda 2
-part-del /dev/sda 1
-part-init /dev/sda mbr
-part-disk /dev/sda gpt
-wipefs /dev/sda
-mkfs ext4 /dev/sda
-mkfs ext4 /dev/sda1
-pvcreate /dev/sda1
-mkswap /dev/sda1
-blockdev-rereadpt /dev/sda
write /alive "still here"
S
says "/dev/sda3" \
     "part_del: /dev/sda1: the partition is in use: unmount or deactivate" \
     "part_init: /dev/sda: the disk is in use: unmount or deactivate" \
     "part_disk: /dev/sda: the disk is in use: unmount or deactivate" \
     "blockdev_rereadpt: /dev/sda: the kernel cannot read the partition table" \
     "error: wipefs: " "error: mkfs: " "error: pvcreate: " "error: mkswap: "
is "refused" "$(grep -c 'libguestfs: error' out)" 9

session <<S
add t.img $scratch
run
list-partitions
mount /dev/sda1 /
cat /alive
umount /
part-del /dev/sda 1
part-disk /dev/sda mbr
pvcreate /dev/sda1
vgcreate VG /dev/sda1
lvcreate LV VG 100
-part-del /dev/sda 1
-part-init /dev/sda gpt
vg-activate false VG
part-init /dev/sda gpt
list-partitions
S
says "still here" \
     "part_del: /dev/sda1: the partition is in use: unmount or deactivate" \
     "part_init: /dev/sda: the disk is in use: unmount or deactivate"
is "partitions at the beginning" "$(grep -c '^/dev/sda1$' out)" 1
is "after the end" "$(tail -1 out | grep -c /dev/sda1)" 0
