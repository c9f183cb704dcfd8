#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Change the passphrase of an encrypted disk
#
# The new key gets a slot of its own before the old one is removed:
# luks-add-key reads the old and the new one, luks-kill-slot one that stays.

{ cat old; cat new; cat new; } |
guestfish --keys-from-stdin -a disk.img \
  run : \
  luks-add-key /dev/sda1 1 : \
  luks-kill-slot /dev/sda1 0
