#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# LVM on a whole disk, and a file system in LVM in LUKS in LVM in an MD array:
# found again by a new appliance, and taken down only from the top.
# tier: slow

. "$(dirname "$0")/../lib/storage.sh"

for i in a b c; do disk $i.img 100M; done
add="add a.img $scratch
add b.img $scratch
add c.img $scratch
run"
echo key > keys.txt
keys=keys.txt
fish_options=--keys-from-stdin

session <<S
$add
pvcreate /dev/sda
vgcreate W /dev/sda
lvcreate L W 40
mkfs ext4 /dev/W/L
md-create mirror "/dev/sdb /dev/sdc" level:raid1
pvcreate /dev/md127
vgcreate M /dev/md127
lvcreate L M 60
$(quick_luks /dev/M/L key)
cryptsetup-open /dev/M/L in
pvcreate /dev/mapper/in
vgcreate C /dev/mapper/in
lvcreate L C 12
mkfs ext4 /dev/C/L
mount /dev/C/L /
write /deep "at the bottom"
S

session <<S
$add
list-filesystems
cryptsetup-open /dev/M/L in
lvm-scan true
list-filesystems
pvs
mount /dev/C/L /
cat /deep
-cryptsetup-close /dev/mapper/in
-vg-activate false C
-lvremove /dev/C/L
-vgremove C
umount /
-cryptsetup-close /dev/mapper/in
vg-activate false C
cryptsetup-close /dev/mapper/in
-md-stop /dev/md127
vg-activate false M
md-stop /dev/md127
list-md-devices
list-filesystems
S
says "at the bottom" "/dev/C/L: ext4" "/dev/M/L: crypto_LUKS" \
     "/dev/W/L: ext4" "/dev/sda" "/dev/md127" "/dev/mapper/in" \
     "cryptsetup_close: cryptsetup: Device in is still in use." \
     "vg_activate: lvm: Logical volume C/L contains a filesystem in use" \
     "lvremove: lvm: Logical volume C/L contains a filesystem in use" \
     "md_stop: mdadm: Cannot get exclusive access to /dev/md127"
is "refused while something is above" "$(grep -c 'libguestfs: error' out)" 6
is "last line" "$(tail -1 out)" "/dev/W/L: ext4"

# With half of the mirror everything is still there.
session <<S
add-ro c.img
run
cryptsetup-open /dev/M/L in readonly:true
lvm-scan true
mount-ro /dev/C/L /
cat /deep
S
says "at the bottom"
