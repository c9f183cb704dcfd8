#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a disk smaller.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish -N disk.img=fs:ext4:512M -m /dev/sda1 write /kept kept
recipe
is "the size" "$(stat -c %s disk.img)" $((204 << 20))
is "the partition" "$(od -An -tu4 -j458 -N4 disk.img | tr -d ' ')" \
  $((415743 + 1 - $(part_start disk.img 1) / 512))
is "a file" "$(file_in disk.img /kept)" kept
fs_healthy disk.img 1
