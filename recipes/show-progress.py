#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# Show how far a long call is
#
# A callback gets the position and the total of each call that takes long. The
# argument is a large file, which is copied into the disk.

import sys

import guestfs


def progress(event, handle, array):
    _procedure, _serial, position, total = array
    print(f"\r{100 * position // total:3}%", end="", file=sys.stderr)


g = guestfs.GuestFS(python_return_dict=True)
g.add_drive("disk.img", format="raw")
g.launch()
g.mount("/dev/sda1", "/")
g.set_event_callback(
    lambda event, handle, _buf, array: progress(event, handle, array),
    guestfs.EVENT_PROGRESS)
g.upload(sys.argv[1], "/large")
print(file=sys.stderr)
g.shutdown()
g.close()
