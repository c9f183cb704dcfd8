#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# Check and repair file systems
#
# Each kind has a program of its own. Nothing may be mounted. With forceall:true
# e2fsck answers each of its questions with yes; with correct:true it mends
# only what is safe. xfs-repair prints 0 when the file system is clean now.

guestfish -a disk.img <<'END'
run
e2fsck /dev/sda1 forceall:true
xfs-repair /dev/sda2
END
