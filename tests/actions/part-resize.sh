#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# File systems that are larger than what they are on: named as such, and whole
# again when the device is.

. "$(dirname "$0")/../lib/storage.sh"

disk t.img 400M
session <<S
add t.img $scratch
run
part-disk /dev/sda gpt
mkfs ext4 /dev/sda1
mount /dev/sda1 /
write /f "not lost"
umount /
part-resize /dev/sda 1 200000
-mount /dev/sda1 /
-resize2fs /dev/sda1
-e2fsck-f /dev/sda1
part-resize /dev/sda 1 -128
mount /dev/sda1 /
cat /f
umount /
e2fsck-f /dev/sda1
resize2fs-size /dev/sda1 60M
part-resize /dev/sda 1 200000
e2fsck-f /dev/sda1
resize2fs /dev/sda1
mount /dev/sda1 /
cat /f
S
says "mount: /dev/sda1 on /: EXT4-fs (sda1): bad geometry: block count" \
     "error: resize2fs: " "error: e2fsck_f: /dev/sda1: "
is "what was written" "$(grep -c '^not lost$' out)" 2
is "errors" "$(grep -c 'libguestfs: error' out)" 3

# The same with XFS on a logical volume, which LVM shrinks without asking.
disk t.img 500M
session <<S
add t.img $scratch
run
pvcreate /dev/sda
vgcreate VG /dev/sda
lvcreate LV VG 400
mkfs xfs /dev/VG/LV
mount /dev/VG/LV /
write /f "not lost"
umount /
lvresize /dev/VG/LV 200
-mount /dev/VG/LV /
lvresize /dev/VG/LV 440
mount /dev/VG/LV /
cat /f
xfs-growfs / datasec:true
statvfs /
S
says "mount: /dev/VG/LV on /: XFS (dm-0): last sector read failed" "not lost"
