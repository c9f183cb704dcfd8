#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make an encrypted disk
#
# LUKS on a partition, and an ext4 in it. luks-format and cryptsetup-open each
# read the passphrase as a line of standard input, because of
# --keys-from-stdin; at a terminal they would ask. The 0 is the key slot.

{ cat passphrase; cat passphrase; } |
guestfish --keys-from-stdin -N disk.img=part:256M \
  luks-format /dev/sda1 0 : \
  cryptsetup-open /dev/sda1 data : \
  mkfs ext4 /dev/mapper/data : \
  mount /dev/mapper/data / : \
  copy-in secret.txt / : \
  umount / : \
  cryptsetup-close /dev/mapper/data
