#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Convert a raw disk to a small qcow2 image
#
# zero-free-space fills what no file uses with zeroes, which qemu-img then
# leaves out; -c compresses the rest.

guestfish -a disk.img -m /dev/sda1 zero-free-space /
qemu-img convert -c -f raw -O qcow2 disk.img disk.qcow2
