#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two copies of a disk with LVM, neither of which LVM uses: a warning names
# them, and other systems are found; with one of them chosen, it is found.

. "$(dirname "$0")/../lib/storage.sh"

echo ID=fedora > release
disk lvm.img 48M
disk bare.img 16M
session <<S
add lvm.img $scratch
add bare.img $scratch
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
