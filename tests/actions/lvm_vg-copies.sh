#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A disk and its copy in one appliance: the same volume group, the same UUIDs.
# tier: slow

. "$(dirname "$0")/../lib/storage.sh"

disk a.img 200M
session <<S
add a.img $scratch
run
part-disk /dev/sda mbr
pvcreate /dev/sda1
vgcreate VG /dev/sda1
lvcreate LV VG 100
mkfs ext4 /dev/VG/LV
mount /dev/VG/LV /
write /which "of both"
S
cp a.img b.img

# Nothing can be done with it before somebody has chosen; each error says so.
session <<S
add a.img $scratch
add b.img $scratch
run
-mount /dev/VG/LV /
-vgrename VG other
-lvcreate L2 VG 10
lvm-set-filter /dev/sda
mount /dev/VG/LV /
write /which "of the first"
umount /
lvm-set-filter /dev/sdb
mount /dev/VG/LV /
cat /which
write /which "of the second"
umount /
-lvm-clear-filter
S
says "of both" "error: mount: /dev/VG/LV: the same physical volume" \
     "error: vgrename: lvm: the same physical volume" \
     "error: lvcreate: lvm: the same physical volume" \
     "error: lvm_clear_filter: lvm: the same physical volume"
is "errors that name the remedy" "$(grep -c lvm_set_filter out)" 4

# What was written has arrived on the disk that was chosen.
for image in a.img b.img; do
  session <<S
add-ro $image
run
vgs
mount-ro /dev/VG/LV /
cat /which
S
  case $image in
    a.img) says "VG" "of the first" ;;
    b.img) says "VG" "of the second" ;;
  esac
done

# File systems: ext4 does not mind.
disk a.img 64M
session <<S
add a.img $scratch
run
mkfs ext4 /dev/sda
mount /dev/sda /
mkdir /b
write /which "of both"
S
cp a.img b.img
session <<S
add a.img $scratch
add b.img $scratch
run
mount /dev/sda /
write /which "of the first"
mount /dev/sdb /b
cat /b/which
cat /which
mountpoints
umount-all
vfs-uuid /dev/sda
vfs-uuid /dev/sdb
S
says "of both" "of the first" "/dev/sda: /" "/dev/sdb: /b"
is "UUIDs" "$(grep -cE '^[0-9a-f]{8}-' out)" 2

# XFS refuses the second, and there is a way.
disk a.img 320M
session <<S
add a.img $scratch
run
mkfs xfs /dev/sda
mount /dev/sda /
mkdir /b
write /which "of both"
S
cp a.img b.img
session <<S
add a.img $scratch
add b.img $scratch
run
mount /dev/sda /
-mount /dev/sdb /b
mount-options ro,nouuid /dev/sdb /b
cat /b/which
S
says "of both" "error: mount: /dev/sdb on /b: XFS (sdb): Filesystem has duplicate UUID"
