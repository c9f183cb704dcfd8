#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Disks of 10 TiB, of which the host stores what was written.

. "$(dirname "$0")/../lib/storage.sh"

disk t.img 10T 2>/dev/null || skip "no file of 10 TiB can be made here"
session <<S
add t.img $scratch discard:besteffort
run
blockdev-getsize64 /dev/sda
part-init /dev/sda gpt
-part-disk /dev/sda mbr
part-get-parttype /dev/sda
part-disk /dev/sda gpt
part-list /dev/sda
mkfs xfs /dev/sda1
mount /dev/sda1 /
write /f "in xfs"
touch /big
truncate-size /big 9000000000000
filesize /big
cat /f
statvfs /
umount /
pwrite-device /dev/sda1 "far away" 10000000000000
pread-device /dev/sda1 8 10000000000000
echo
mkfs ext4 /dev/sda1
mount /dev/sda1 /
write /f "in ext4"
cat /f
umount /
pvcreate /dev/sda1
vgcreate VG /dev/sda1
lvcreate-free LV VG 100
blockdev-getsize64 /dev/VG/LV
S
says "in xfs" "in ext4" "far away" 10995116277760 9000000000000 gpt \
     "part_end: 10995116212735" "part_disk: /dev/sda: sector 21474836352 is" \
     "use a GPT"
matches "size of the volume" "$(tail -1 out)" '^1099[0-9]{10}$'
is "the host stores little" "$(($(du -m t.img | cut -f1) < 2000))" 1
