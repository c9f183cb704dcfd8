#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two copies of a disk with LVM, neither of which LVM uses: a warning names
# them, and other systems are found; with one of them chosen, it is found. Two
# volume groups with one name, of which LVM uses one: a warning names the other.

. "$(dirname "$0")/../lib/storage.sh"

echo ID=fedora > release
disk lvm.img 48M
disk bare.img 16M
disk other.img 48M
session <<S
add lvm.img $scratch
add bare.img $scratch
add other.img $scratch
run
pvcreate /dev/sda
vgcreate vg /dev/sda
lvcreate lv vg 16
mkfs ext4 /dev/vg/lv
mkfs ext4 /dev/sdb
mount /dev/vg/lv /
mkdir /etc
upload release /etc/os-release
umount /
mount /dev/sdb /
mkdir /etc
upload release /etc/os-release
umount /
echo alone
inspect-os
lvm-set-filter /dev/sdc
pvcreate /dev/sdc
vgcreate vg /dev/sdc
lvcreate lv vg 16
mkfs ext4 /dev/vg/lv
mount /dev/vg/lv /
mkdir /etc
write /etc/os-release "ID=debian\n"
S
never_says 'is a copy'
is 'without a copy' "$(sed '0,/^alone$/d' out)" "/dev/sdb
/dev/vg/lv"
cp lvm.img copy.img
session <<S
add lvm.img readonly:true format:raw
add copy.img readonly:true format:raw
add bare.img readonly:true format:raw
run
inspect-os
lvm-set-filter /dev/sdb
echo chosen
inspect-os
S
says '/dev/sdb: it is a copy of the physical volume /dev/sda, and LVM uses neither'
is 'with a copy' "$(grep -c ^/dev/ <(sed '/^chosen$/,$d' out))" 1
is 'with one chosen' "$(sed '1,/^chosen$/d' out | grep ^/dev/)" "/dev/sdc
/dev/vg/lv"
is 'warnings' "$(grep -c 'is a copy' out)" 1

# ---- Groups with one name ----

session <<S
add lvm.img readonly:true format:raw
add other.img readonly:true format:raw
run
inspect-os
lvm-set-filter /dev/sda
inspect-os
inspect-get-distro /dev/vg/lv
lvm-set-filter /dev/sdb
inspect-os
inspect-get-distro /dev/vg/lv
S
says 'is not used by LVM, as its volume group vg has the name of the one on /dev/sd'
is 'warnings of names' "$(grep -c 'is not used by LVM' out)" 1
is 'each, when it is chosen' "$(grep -xE 'fedora|debian' out | paste -sd' ')" \
  'fedora debian'
