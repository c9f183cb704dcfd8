#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# -N makes each type of disk, all in one session, and -m mounts.

. "$(dirname "$0")/../lib.sh"
requires_appliance
for c in part-disk part-add mkfs vfs-type pvcreate mount mountpoints; do
  guestfish -h $c >/dev/null 2>&1 || skip "this library has no $c"
done

out=$(guestfish -N disk:20M -N part:20M:gpt -N fs:ext4:40M -N x.img=lv:/dev/A/B:40M \
  -N lvfs:/dev/C/D:ext2:40M -N bootroot:ext2:ext4:100M:20M:gpt \
  -N bootrootlv:/dev/E/F:ext2:ext4:100M:20M \
  -m /dev/sdc1 <<'EOF'
list-devices
part-get-parttype /dev/sdb
vfs-type /dev/sdc1
lvs
vfs-type /dev/C/D
vfs-type /dev/sdf1
vfs-type /dev/sdf2
vfs-type /dev/sdg1
vfs-type /dev/E/F
blockdev-getsize64 /dev/sdf1
mountpoints
EOF
)
is "prepared disks" "$out" "/dev/sda
/dev/sdb
/dev/sdc
/dev/sdd
/dev/sde
/dev/sdf
/dev/sdg
gpt
ext4
/dev/A/B
/dev/C/D
/dev/E/F
ext2
ext2
ext4
ext2
ext4
20971520
/dev/sdc1: /"
is "names of the files" "$(echo *.img)" \
  "test1.img test2.img test3.img test5.img test6.img test7.img x.img"
is "size" "$(stat -c %s test6.img)" 104857600
