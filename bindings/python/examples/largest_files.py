# SPDX-License-Identifier: LGPL-2.1-or-later
"""List the largest files of each file system on a disk image:

    largest_files.py disk.img [HOW-MANY]
"""

import heapq
import stat
import sys

import guestfs


def files(g):
    """Size and name of each regular file."""
    for name in g.iter_find("/"):
        st = g.lstatns("/" + name)
        if stat.S_ISREG(st["st_mode"]):
            yield st["st_size"], name


def printable(name):
    """Names that are not UTF-8 cannot be printed as they are."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def largest_files(image, how_many):
    with guestfs.GuestFS() as g:
        g.add_drive(image, readonly=True)
        g.launch()
        for filesystem, kind in dict(g.list_filesystems()).items():
            if kind in ("swap", "unknown"):
                continue
            g.mount_ro(filesystem, "/")
            print(filesystem)
            for size, name in heapq.nlargest(how_many, files(g)):
                print("%12d  /%s" % (size, printable(name)))
            g.umount("/")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    largest_files(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 10)
