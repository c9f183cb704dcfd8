#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a logical volume larger.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish <<'END'
sparse disk.img 512M
run
part-disk /dev/sda gpt
pvcreate /dev/sda1
vgcreate vg /dev/sda1
lvcreate root vg 400
mkfs xfs /dev/vg/root
mount /dev/vg/root /
write /kept kept
END
recipe
guestfish --ro --format=raw -a disk.img -m /dev/vg/root \
  blockdev-getsize64 /dev/vg/root : statvfs / : cat /kept > after
size=$(head -n 1 after)
[ "$size" -gt $((1000 << 20)) ] || fail "the volume has $size bytes"
blocks=$(sed -n 's/^blocks: //p' after)
[ "$blocks" -gt 240000 ] || fail "the file system has $blocks blocks"
is "a file" "$(tail -n 1 after)" kept
