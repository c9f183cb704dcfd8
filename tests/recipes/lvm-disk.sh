#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a disk with logical volumes.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
recipe
is "the label of LVM" "$(dd if=disk.img bs=1 count=8 status=none \
  skip=$(($(part_start disk.img 1) + 512)))" LABELONE
out=$(guestfish --ro --format=raw -a disk.img <<'END'
run
list-filesystems
blockdev-getsize64 /dev/vg/root
blockdev-getsize64 /dev/vg/home
END
)
is "what is on it" "$(head -n 3 <<<"$out")" "/dev/vg/home: xfs
/dev/vg/root: ext4
$((400 << 20))"
size=$(tail -n 1 <<<"$out")
[ "$size" -gt $((300 << 20)) ] && [ "$size" -lt $((320 << 20)) ] ||
  fail "/dev/vg/home has $size bytes"
