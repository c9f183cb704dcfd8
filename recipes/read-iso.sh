#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Take a file out of an ISO image
#
# The file system is on the whole disk. An ISO image can only be read.

guestfish --ro --format=raw -a cd.iso -m /dev/sda \
  copy-out /boot/grub/grub.cfg .
