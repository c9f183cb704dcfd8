#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Copy a directory from one guest to another
#
# Both disks in one appliance: nothing passes through the host. Mount points
# for two systems are made with mkmountpoint, before anything is mounted.

guestfish <<'END'
add from.img readonly:true format:raw
add to.img format:raw
run
mkmountpoint /from
mkmountpoint /to
mount-ro /dev/sda1 /from
mount /dev/sdb1 /to
cp-a /from/etc/ssh /to/etc
END
