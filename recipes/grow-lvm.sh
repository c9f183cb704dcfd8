#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a logical volume larger
#
# The physical volume takes the new space of the partition, the logical volume
# all of what is free then (100 per cent), and its file system the whole
# volume. XFS grows while it is mounted.

truncate -s +512M disk.img
guestfish -a disk.img <<'END'
run
part-expand-gpt /dev/sda
part-resize /dev/sda 1 -34
pvresize /dev/sda1
lvresize-free /dev/vg/root 100
mount /dev/vg/root /
xfs-growfs /
END
