#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a mirror of two disks
#
# Linux MD, RAID 1. The array is called data; that it has a number in the
# appliance (md127 …) need not be known.

guestfish <<'END'
sparse a.img 300M
sparse b.img 300M
run
md-create data "/dev/sda /dev/sdb" level:raid1
mkfs ext4 /dev/md/data
mount /dev/md/data /
write /hello "on both disks\n"
END
