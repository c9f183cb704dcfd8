#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Take a Btrfs snapshot, and go back to it
#
# A snapshot of the subvolume /root, before something that may go wrong. To go
# back, the snapshot takes the place of the subvolume.

guestfish -a disk.img -m /dev/sda1 \
  btrfs-subvolume-snapshot /root /before

guestfish -a disk.img -m btrfsvol:/dev/sda1/root \
  write /etc/motd "went wrong"

guestfish -a disk.img -m /dev/sda1 \
  mv /root /failed : mv /before /root
