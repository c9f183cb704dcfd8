# SPDX-License-Identifier: GPL-2.0-or-later
"""What a call costs in Python: see bench/call.c."""

import sys
import time

import guestfs

g = guestfs.GuestFS()
g.add_drive_ro(sys.argv[1])
g.launch()
g.mount_ro("/dev/sda", "/")


def took(what, times, call):
    began = time.monotonic()
    for _ in range(times):
        call()
    print("%s %.9f" % (what, (time.monotonic() - began) / times))


took("call", 100000, g.get_memsize)
took("ping", 2000, g.ping_daemon)
took("readdir", 1, lambda: g.readdir("/many"))
took("read_file", 1, lambda: g.read_file("/large"))
