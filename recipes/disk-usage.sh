#!/bin/bash -e
# SPDX-License-Identifier: GPL-2.0-or-later
# See how full the disks of a guest are
#
# df-h is what df -h would print in the guest. du is the size of a directory
# in KiB, as the file system counts it.

guestfish --ro -a disk.img -i <<'END'
df-h
du /var
du /home
END
