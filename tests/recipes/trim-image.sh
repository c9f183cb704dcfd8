#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Give free space back to the host.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish -N disk.img=fs:ext4:128M -m /dev/sda1 \
  fill-pattern full 50000000 /big : sync : rm /big : write /kept kept
used=$(stat -c %b disk.img)
[ "$used" -gt 90000 ] || fail "the image has only $used blocks"
recipe
[ "$(stat -c %b disk.img)" -lt 40000 ] ||
  fail "$(stat -c %b disk.img) blocks of $used are left"
is "a file" "$(file_in disk.img /kept)" kept
fs_healthy disk.img 1
