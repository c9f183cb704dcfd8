#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Search a guest for malware with YARA
#
# The rules are loaded once; each file is read in the appliance, by a process
# that can do no harm to the host.

import sys

import guestfs

g = guestfs.GuestFS(python_return_dict=True)
g.add_drive(sys.argv[1], readonly=True)
g.launch()
g.mount_ro("/dev/sda1", "/")
g.yara_load("rules.yar")
for name in g.find("/"):
    if g.is_file("/" + name):
        for found in g.yara_scan("/" + name):
            print(found["yara_name"], found["yara_rule"])
g.close()
