#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Read a file as it was in a Btrfs snapshot.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish -N disk.img=fs:btrfs:300M -m /dev/sda1 \
  btrfs-subvolume-create /root : \
  mkdir /root/etc : write /root/etc/motd monday : mkdir /snapshots : \
  btrfs-subvolume-snapshot /root /snapshots/monday ro:true : \
  write /root/etc/motd today
recipe
prints monday "btrfsvol:/dev/sda1/snapshots/monday: btrfs"
