#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Add disks while the appliance runs
#
# One appliance for any number of disks, one after the other. The label is a
# name for the disk below /dev/disk/guestfs. For images of strangers, use a
# new handle for each: a file system that has taken over the appliance would
# see the next ones.

import sys

import guestfs

g = guestfs.GuestFS(python_return_dict=True)
g.launch()
for disk in sys.argv[1:]:
    g.add_drive(disk, readonly=True, format="raw", label="guest")
    g.mount_ro("/dev/disk/guestfs/guest1", "/")
    print(disk, g.cat("/etc/hostname").strip())
    g.umount("/")
    g.remove_drive("guest")
g.close()
