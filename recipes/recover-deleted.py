#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Recover deleted files
#
# The Sleuth Kit reads file systems without mounting them, and finds names
# that were deleted. NTFS and FAT keep the contents until the space is used
# again; ext3 and ext4 keep names only. Arguments: the disk, the device in it,
# and a local directory for what is found.

import os
import sys

import guestfs

disk, device, directory = sys.argv[1:]
IN_USE, REUSED = 1, 2

g = guestfs.GuestFS(python_return_dict=True)
g.add_drive(disk, readonly=True, format="raw")
g.launch()
for entry in g.filesystem_walk(device):
    if entry["tsk_flags"] & (IN_USE | REUSED) or entry["tsk_type"] != "r" \
       or not entry["tsk_inode"] or entry["tsk_size"] <= 0:
        continue
    name = os.path.basename(entry["tsk_name"].rstrip("/"))
    local = os.path.join(directory, f"{entry['tsk_inode']}-{name}")
    g.download_inode(device, entry["tsk_inode"], local)
    print(local, entry["tsk_size"])
g.close()
