#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Convert a raw disk to a small qcow2 image.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
requires qemu-img
guestfish -N disk.img=fs:ext4:64M -m /dev/sda1 \
  fill-pattern "random text " 20000000 /big : sync : rm /big : \
  write /kept kept
recipe
[ "$(stat -c %s disk.qcow2)" -lt 3000000 ] ||
  fail "the image has $(stat -c %s disk.qcow2) bytes"
! grep -q "random text" disk.img || fail "what was deleted is still there"
qemu-img convert -O raw disk.qcow2 again.img
is "a file" "$(file_in again.img /kept)" kept
