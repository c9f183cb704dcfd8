#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Read the journal of a guest
#
# The messages of priority 3 (error) and worse. The journal is read in the
# appliance: a hostile journal does not reach the libraries of the host.

import sys

import guestfs

g = guestfs.GuestFS(python_return_dict=True)
g.add_drive(sys.argv[1], readonly=True)
g.launch()
g.mount_ro("/dev/sda1", "/")
g.journal_open("/var/log/journal")
while g.journal_next():
    entry = {field["attrname"]: field["attrval"].decode(errors="replace")
             for field in g.journal_get()}
    if int(entry.get("PRIORITY", 6)) <= 3:
        print(g.journal_get_realtime_usec() // 1000000, entry["MESSAGE"])
g.journal_close()
g.close()
