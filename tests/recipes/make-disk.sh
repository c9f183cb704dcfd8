#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a disk with partitions and file systems.

. "$(dirname "$0")/../lib/recipes.sh"
recipe
is "partition 1" "$(part_start disk.img 1)" 1048576
is "partition 2" "$(part_start disk.img 2)" $((1435648 * 512))
is "the size" "$(stat -c %s disk.img)" $((1 << 30))
[ "$(stat -c %b disk.img)" -lt 200000 ] || fail "the image is not sparse"
is "the label" "$(superblock disk.img 1 'Filesystem volume name')" data
fs_healthy disk.img 1
is "the signature of swap space" "$(dd if=disk.img bs=1 count=10 status=none \
  skip=$((1435648 * 512 + 4086)))" SWAPSPACE2
is "its label" "$(dd if=disk.img bs=1 count=4 status=none \
  skip=$((1435648 * 512 + 1024 + 28)))" swap
is "the name of partition 1" "$(dd if=disk.img bs=1 count=8 status=none \
  skip=$((1024 + 56)) | tr -d '\0')" data
