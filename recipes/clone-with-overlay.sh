#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Change a copy of an image that takes no room
#
# A qcow2 image with a backing file holds only what differs from it. Ten
# clones of a disk cost what ten changes cost. base.img must not change as
# long as there are clones.

guestfish <<'END'
disk-create clone.qcow2 qcow2 -1 backingfile:base.img backingformat:raw
add clone.qcow2 format:qcow2
run
mount /dev/sda1 /
write /etc/hostname "clone\n"
END
