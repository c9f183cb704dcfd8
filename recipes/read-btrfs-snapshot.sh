#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Read a file as it was in a Btrfs snapshot
#
# A subvolume is mounted as btrfsvol:DEVICE/PATH. list-filesystems shows those
# that there are.

guestfish --ro -a disk.img run : list-filesystems
guestfish --ro -a disk.img -m btrfsvol:/dev/sda1/snapshots/monday \
  cat /etc/motd
