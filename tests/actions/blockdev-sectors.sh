#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Drives with sectors of 4096 bytes.

. "$(dirname "$0")/../lib/storage.sh"

disk t.img 400M
session <<S
add t.img $scratch blocksize:4096
run
blockdev-getss /dev/sda
blockdev-getsz /dev/sda
part-disk /dev/sda gpt
part-list /dev/sda
mkfs ext4 /dev/sda1
mount /dev/sda1 /
write /f "in ext4"
umount /
part-resize /dev/sda 1 -200
part-del /dev/sda 1
part-add /dev/sda p 128 -128
mount /dev/sda1 /
cat /f
umount /
mkfs ext4 /dev/sda1 blocksize:4096
-mkfs ext4 /dev/sda1 blocksize:1024
-mount /dev/sda1 /
part-disk /dev/sda mbr
part-list /dev/sda
mkfs vfat /dev/sda1
mount /dev/sda1 /
write /f "in vfat"
cat /f
umount /
mkfs xfs /dev/sda1
mount /dev/sda1 /
write /f "in xfs"
cat /f
umount /
pvcreate /dev/sda1
vgcreate VG /dev/sda1
lvcreate LV VG 100
blockdev-getss /dev/VG/LV
mkfs ext2 /dev/VG/LV
mount /dev/VG/LV /
write /f "in a volume"
cat /f
umount /
mkswap /dev/VG/LV
swapon-device /dev/VG/LV
swapoff-device /dev/VG/LV
zero /dev/VG/LV
vfs-type /dev/VG/LV
S
says "in ext4" "in vfat" "in xfs" "in a volume"
is "sector size of disk and volume" "$(grep -c '^4096$' out)" 2
is "size in units of 512" "$(grep -c '^819200$' out)" 1
is "GPT and MBR from sector 128" "$(grep -c 'part_start: 524288$' out)" 2

