# SPDX-License-Identifier: LGPL-2.1-or-later
"""Make a disk image with a file system and a file:

    create_disk.py disk.img
"""

import sys

import guestfs


def create_disk(image):
    with guestfs.GuestFS() as g:
        g.disk_create(image, "raw", 512 * 1024 * 1024)
        g.add_drive(image, format="raw")
        g.launch()

        [disk] = g.list_devices()
        g.part_disk(disk, "mbr")
        [partition] = g.list_partitions()
        g.mkfs("ext4", partition, label="data")

        g.mount(partition, "/")
        g.mkdir("/notes")
        g.write("/notes/hello.txt", "hello from Python\n")
        g.shutdown()            # raises an error if the disk is not written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    create_disk(sys.argv[1])
