#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A GPT with a damaged primary or backup, or on a disk that has grown: the
# partitions are there all the same, nothing is repaired unasked, and
# part_expand_gpt repairs it.

. "$(dirname "$0")/../lib/storage.sh"

last=204799                     # sector of the backup header
damage() { dd if=/dev/zero of=t.img bs=512 seek="$1" count=1 conv=notrunc status=none; }

disk good.img 100M
session <<S
add good.img $scratch
run
part-init /dev/sda gpt
part-add /dev/sda p 2048 50000
part-add /dev/sda p 51200 100000
mkfs ext4 /dev/sda1
mount /dev/sda1 /
write /f "not lost"
S

damaged() {
  local what=$1 sum
  sum=$(sha256sum < t.img)
  session <<S
add-ro t.img
run
list-partitions
part-get-parttype /dev/sda
part-list /dev/sda
mount /dev/sda1 /
cat /f
S
  says /dev/sda1 /dev/sda2 gpt "not lost" "part_end: 51200511"
  is "$what: read only" "$(sha256sum < t.img)" "$sum"
  session <<S
add t.img $scratch
run
list-filesystems
S
  says "/dev/sda1: ext4"
  is "$what: nothing was asked for" "$(sha256sum < t.img)" "$sum"
  session <<S
add t.img $scratch
run
part-expand-gpt /dev/sda
part-add /dev/sda p 102400 150000
list-partitions
mount /dev/sda1 /
cat /f
S
  says /dev/sda1 /dev/sda2 /dev/sda3 "not lost"
  # Both are sound again, and say the same.
  for sector in 1 $((last)); do
    is "$what: header in sector $sector" "EFI PART" \
       "$(dd if=t.img bs=512 skip=$sector count=1 status=none | head -c 8)"
  done
}

cp good.img t.img; damage 1
damaged "primary header"
cp good.img t.img; damage 2
damaged "primary entries"
cp good.img t.img; damage $last
damaged "backup header"
cp good.img t.img; damage $((last - 32))
damaged "backup entries"
cp good.img t.img; truncate -s 200M t.img; last=409599
damaged "grown disk"
last=204799

# With both gone there is nothing to guess.
cp good.img t.img; damage 1; damage $last
session <<S
add t.img $scratch
run
list-partitions
-part-list /dev/sda
-part-expand-gpt /dev/sda
-mount /dev/sda1 /
S
never_says "part_start"
says "error: part_list: " "create one with part_init" "error: mount: /dev/sda1"

# An MBR that has replaced a GPT, of which the backup is still there.
cp good.img t.img; damage 1
session <<S
add t.img $scratch
run
debug sh "echo start=2048,size=4096 | sfdisk -X dos --wipe never --no-reread -q /dev/sda"
S
session <<S
add t.img $scratch
run
part-get-parttype /dev/sda
list-partitions
S
is "an MBR is an MBR" "$(tr '\n' ' ' < out)" "msdos /dev/sda1 "
