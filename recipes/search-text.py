#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Search all text files of a guest for a word
#
# As grep -r, but nothing is copied to the host: grep runs in the appliance.
# What find returns is to be put behind the name of the directory. Arguments:
# the disk, a directory of it, and the word.

import sys

import guestfs

disk, directory, pattern = sys.argv[1:]
g = guestfs.GuestFS(python_return_dict=True)
g.add_drive(disk, readonly=True)
g.launch()
g.mount_ro("/dev/sda1", "/")
for name in g.find(directory):
    path = directory + name
    if g.is_file(path):
        for line in g.grep(pattern, path):
            print(f"{path}: {line}")
g.close()
