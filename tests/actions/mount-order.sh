#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Mounting what is mounted, unmounting in the wrong order, and file systems
# that are not of the type that was given.

. "$(dirname "$0")/../lib/storage.sh"

disk t.img 200M
disk other.img 64M
session <<S
add t.img $scratch
add other.img $scratch
run
part-disk /dev/sda mbr
mkfs ext4 /dev/sda1
mkfs ext2 /dev/sdb
mount /dev/sda1 /
mkdir /a
mkdir /b
-mount /dev/sda1 /
mountpoints
mount /dev/sda1 /a
write /a/f "seen twice"
cat /f
mount /dev/sdb /b
mkdir /b/c
mount /dev/sdb /b/c
-umount /
-umount /b
mountpoints
umount /dev/sdb
umount /b
umount /dev/sda1
mountpoints
umount /
-umount /
-umount /dev/sda1
umount-all
umount-all
S
says "mount: /dev/sda1 on /: /dev/sda1 already mounted on /" "seen twice" "/dev/sdb: /b/c" \
     "umount: /dev/sda1: not mounted" "umount: nothing is mounted on /"
says "umount: /: in use: unmount /b/c first" \
     "umount: /b: in use: unmount /b/c first"
is "errors" "$(grep -c 'libguestfs: error' out)" 5

# The order does not matter to umount_all, nor to the end of the session.
session <<S
add t.img $scratch
add other.img $scratch
run
mount /dev/sda1 /
mount /dev/sdb /b
mount /dev/sda1 /b/c
mountpoints
umount-all
mountpoints
mount /dev/sda1 /
mount /dev/sdb /b
write /b/last "was written"
S
says "/dev/sda1: /b/c"
session <<S
add-ro other.img
run
mount /dev/sda /
cat /last
S
says "was written"

# Types.
session <<S
add t.img $scratch
add other.img $scratch
run
-mount-vfs "" xfs /dev/sda1 /
-mount-vfs "" vfat /dev/sda1 /
-mount-vfs "" btrfs /dev/sda1 /
-mount-vfs "" iso9660 /dev/sda1 /
-mount-vfs "" nosuchfs /dev/sda1 /
-mount /dev/sda /
-mount-options nosuchoption /dev/sda1 /
-mkfs nosuchfs /dev/sdb
-fsck xfs /dev/sda1
mountpoints
mount-vfs "" ext4 /dev/sda1 /
ls /
umount /
mkfs ext4 /dev/sda1
debug sh "printf hsqs | dd of=/dev/sda1 conv=notrunc 2>/dev/null"
vfs-type /dev/sda1
S
says "mount_vfs: /dev/sda1 on /: XFS (sda1): Invalid superblock magic number" \
     "mount_vfs: /dev/sda1 on /: FAT-fs (sda1): " \
     "mount_vfs: /dev/sda1 on /: wrong fs type" \
     "mount_vfs: /dev/sda1 on /: the appliance's kernel has no driver for" \
     "file systems of type nosuchfs" \
     "mount: /dev/sda: no file system was found on it: list_filesystems" \
     "mount_options: /dev/sda1 on /: " "error: mkfs: "
is "lost+found" "$(grep -c '^lost+found$' out)" 1
never_says "/dev/sda1: /"
