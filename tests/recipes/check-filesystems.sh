#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Check and repair file systems.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish <<'END'
sparse disk.img 512M
run
part-init /dev/sda mbr
part-add /dev/sda p 2048 67583
part-add /dev/sda p 67584 -1
mkfs ext4 /dev/sda1
mkfs xfs /dev/sda2
mount /dev/sda1 /
write /file content
END
start=$(part_start disk.img 1)
debugfs -w -R "set_inode_field /file links_count 7" \
  "disk.img?offset=$start" 2>/dev/null
! e2fsck -fn "disk.img?offset=$start" > before 2>&1 || fail "it is not damaged"
recipe
fs_healthy disk.img 1
is "the file" "$(file_in disk.img /file)" content
prints 0
