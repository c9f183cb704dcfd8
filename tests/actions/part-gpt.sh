#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A GPT with a damaged primary or backup, or on a disk that has grown: the
# partitions are there all the same, nothing is repaired unasked, and
# part_expand_gpt repairs it.
# tier: slow

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

kinds=(primary-header primary-entries backup-header backup-entries grown)
for kind in "${kinds[@]}"; do cp good.img "$kind.img"; done
cp good.img t.img; damage 1; mv t.img primary-header.img
cp good.img t.img; damage 2; mv t.img primary-entries.img
cp good.img t.img; damage $last; mv t.img backup-header.img
cp good.img t.img; damage $((last - 32)); mv t.img backup-entries.img
truncate -s 200M grown.img
sha256sum "${kinds[@]/%/.img}" > sums

# on_each ADD COMMAND…: with all of these images as /dev/sda to /dev/sde; @ is
# the image, then the disk.
on_each() {
  local add=$1 kind device command; shift
  {
    for kind in "${kinds[@]}"; do echo "${add//@/$kind.img}"; done
    echo run
    for device in /dev/sd{a..e}; do
      for command; do echo "${command//@/$device}"; done
    done
    echo list-filesystems
  } | session
}
# each_says TEXT…: all of the disks do.
each_says() {
  local text
  for text; do
    is "disks that say $text" "$(grep -cF -- "$text" out)" ${#kinds[@]}
  done
}
unchanged() { sha256sum --quiet -c sums || fail "$1: written unasked"; }

on_each 'add-ro @' 'part-get-parttype @' 'part-list @' 'mount @1 /' 'cat /f' \
  'umount /'
each_says gpt "not lost" "part_end: 51200511" "1: ext4" "2: unknown"
unchanged "read only"

on_each "add @ $scratch"
each_says "1: ext4"
unchanged "nothing was asked for"

on_each "add @ $scratch" 'part-expand-gpt @' 'part-add @ p 102400 150000' 'mount @1 /' \
  'cat /f' 'umount /'
each_says "not lost" "1: ext4" "2: unknown" "3: unknown"
# Both are sound again, and say the same.
for kind in "${kinds[@]}"; do
  for sector in 1 $(($(stat -c %s "$kind.img") / 512 - 1)); do
    is "$kind: header in sector $sector" "EFI PART" \
       "$(dd if="$kind.img" bs=512 skip=$sector count=1 status=none |
          head -c 8)"
  done
done

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
