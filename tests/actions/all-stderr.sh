#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Programs that complain and yet succeed: the call succeeds, and what was said
# is not taken for the result.

. "$(dirname "$0")/../lib/storage.sh"

for i in a b; do disk $i.img 64M; done
session <<S
add a.img $scratch
add b.img $scratch
run
pvcreate /dev/sda
pvcreate /dev/sdb
vgcreate VG "/dev/sda /dev/sdb"
lvcreate LV VG 40
mkfs ext2 /dev/VG/LV
S

# Half of the volume group is missing: each program of LVM warns of it.
session <<S
add a.img $scratch
run
debug sh "lvm vgs 2>&1 >/dev/null | grep -c WARNING"
vgs
lvs
pvs
vfs-type /dev/VG/LV
S
is "what is there" "$(tail -n +2 out | tr '\n' ' ')" \
   " VG /dev/VG/LV /dev/sda ext2 "
matches "warnings of LVM" "$(head -1 out)" '^[1-9]'

# mkfs.vfat warns of odd sizes, xfs_repair says
# everything on its standard error.
disk c.img 330M
session <<S
add c.img $scratch
run
mkfs vfat /dev/sda
mkfs ext4 /dev/sda
e2fsck-f /dev/sda
mkfs xfs /dev/sda
debug sh "xfs_repair -n /dev/sda 2>&1 >/dev/null | wc -l"
xfs-repair /dev/sda
vfs-type /dev/sda
S
matches "lines of xfs_repair" "$(grep -E '^[0-9]+$' out)" '^[1-9]'
says xfs
