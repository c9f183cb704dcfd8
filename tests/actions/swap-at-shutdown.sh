#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the appliance still swaps to when it ends: a file of the guest, of which
# the name has a space, and a logical volume.

. "$(dirname "$0")/../lib/storage.sh"

disk t.img 64M
disk lv.img 64M
session <<S
add t.img $scratch
add lv.img $scratch
run
mkfs ext4 /dev/sda
mount /dev/sda /
fallocate "/my swap" 8000000
mkswap-file "/my swap"
swapon-file "/my swap"
pvcreate /dev/sdb
vgcreate VG /dev/sdb
lvcreate LV VG 32
mkswap /dev/VG/LV
swapon-device /dev/VG/LV
debug sh "grep -c ^/ /proc/swaps"
write /f "written before the end"
shutdown
add t.img $scratch
run
e2fsck /dev/sda
mount /dev/sda /
cat /f
S
says 2 "written before the end"
