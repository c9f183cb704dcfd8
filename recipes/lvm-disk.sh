#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a disk with logical volumes
#
# One volume group on one partition, with two volumes: one of 400 MiB, and one
# that takes half of what is left.

guestfish <<'END'
sparse disk.img 1G
run
part-disk /dev/sda gpt
pvcreate /dev/sda1
vgcreate vg /dev/sda1
lvcreate root vg 400
lvcreate-free home vg 50
mkfs ext4 /dev/vg/root
mkfs xfs /dev/vg/home
END
