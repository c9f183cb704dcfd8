#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
# List the packages that are installed in many images
#
# One line for each package of each image. An image that cannot be read costs
# a line on standard error, and the others go on.

import sys

import guestfs


def packages(disk):
    g = guestfs.GuestFS(python_return_dict=True)
    g.add_drive(disk, readonly=True, format="raw")
    g.launch()
    for root in g.inspect_os():
        for point, device in sorted(g.inspect_get_mountpoints(root).items()):
            g.mount_ro(device, point)
        for app in g.inspect_list_applications2(root):
            yield app["app2_name"], app["app2_version"]
        g.umount_all()
    g.close()


for image in sys.argv[1:]:
    try:
        for name, version in packages(image):
            print(image, name, version)
    except RuntimeError as error:
        print(f"{image}: {error}", file=sys.stderr)
