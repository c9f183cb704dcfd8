#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a disk and its last file system larger.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish -N disk.img=fs:ext4:256M:gpt -m /dev/sda1 write /kept kept
recipe
blocks=$(superblock disk.img 1 'Block count')
size=$(superblock disk.img 1 'Block size')
[ $((blocks * size)) -gt $((760 << 20)) ] ||
  fail "the file system has $((blocks * size)) bytes"
is "a file" "$(file_in disk.img /kept)" kept
fs_healthy disk.img 1
is "the backup of the GPT" "$(tail -c 512 disk.img | head -c 8)" "EFI PART"
