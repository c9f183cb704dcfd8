#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a disk smaller
#
# In the other order: file system, partition, image. Each fits into the next:
# 200 MiB, 202 MiB from 1 MiB on, 204 MiB. This is for an MBR: a GPT has a
# backup at the end of the disk.

guestfish -a disk.img <<'END'
run
e2fsck /dev/sda1 correct:true
resize2fs-size /dev/sda1 200M
part-resize /dev/sda 1 415743
END
truncate -s 204M disk.img
