#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a disk and its last file system larger
#
# First the image, then the partition table, the partition, and at the end the
# file system. -34 is where the last partition of a GPT may end at most.

truncate -s +512M disk.img
guestfish -a disk.img <<'END'
run
part-expand-gpt /dev/sda
part-resize /dev/sda 1 -34
e2fsck /dev/sda1 correct:true
resize2fs /dev/sda1
END
