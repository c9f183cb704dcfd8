#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Take a Btrfs snapshot, and go back to it.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish -N disk.img=fs:btrfs:300M -m /dev/sda1 \
  btrfs-subvolume-create /root : \
  mkdir /root/etc : write /root/etc/motd "as it was"
recipe
out=$(guestfish --ro --format=raw -a disk.img -m btrfsvol:/dev/sda1/root \
  cat /etc/motd : btrfs-subvolume-list /)
matches "the file, and the subvolumes" "$(tr '\n' ' ' <<<"$out")" \
  'as it was.*failed.*root|as it was.*root.*failed'
