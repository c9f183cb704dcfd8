#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Save and restore the boot sector of a disk
#
# The first 512 bytes: boot loader and MBR. It works with every format of
# images. To leave the partition table as it is, save 440 bytes only.

guestfish --ro -a disk.qcow2 run : \
  download-offset /dev/sda boot-sector 0 512

guestfish -a disk.qcow2 run : \
  upload-offset boot-sector /dev/sda 0
