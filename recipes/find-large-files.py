#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Find the largest files of a guest
#
# lstatnslist returns the attributes of all files of a directory in one call.

import os
import sys

import guestfs

g = guestfs.GuestFS(python_return_dict=True)
g.add_drive(sys.argv[1], readonly=True)
g.launch()
for point, device in sorted(
        g.inspect_get_mountpoints(g.inspect_os()[0]).items()):
    g.mount_ro(device, point)

sizes = []
for directory in [""] + g.find("/"):
    path = "/" + directory
    if g.is_dir(path):
        names = g.ls(path)
        for name, stat in zip(names, g.lstatnslist(path, names)):
            sizes.append((stat["st_size"], os.path.join(path, name)))
for size, name in sorted(sizes, reverse=True)[:3]:
    print(f"{size:12}  {name}")
g.close()
