#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Find out which system is on a disk
#
# inspect-os returns the root file systems; the questions that follow are
# about one of them.

guestfish --ro -a disk.img <<'END'
run
list-filesystems
inspect-os
inspect-get-product-name /dev/sda1
inspect-get-distro /dev/sda1
inspect-get-hostname /dev/sda1
inspect-get-mountpoints /dev/sda1
END
