#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Make a disk image from a directory
#
# copy-in takes the directory with all that is in it, with owners and modes.
# The number after ext4 is the size of the disk: it needs to be larger than
# the directory.

guestfish -N disk.img=fs:ext4:256M -m /dev/sda1 copy-in website /
