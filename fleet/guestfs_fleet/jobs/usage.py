# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: how full the file systems are, and how large directories."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List

import guestfs

from guestfs_fleet import whole_image

NOT_MOUNTED = {"swap", "unknown"}


def mount_points(g: guestfs.GuestFS, roots: List[str]) -> Dict[str, str]:
    found: Dict[str, str] = {}
    for root in roots:
        for place, device in dict(g.inspect_get_mountpoints(root)).items():
            found.setdefault(device, place)
    return found


def look(g: guestfs.GuestFS, device: str,
         directories: List[str]) -> Iterator[Dict[str, Any]]:
    g.mount_ro(device, "/")
    try:
        vfs = g.statvfs("/")
        size = vfs["blocks"] * vfs["frsize"]
        yield {"size": size, "used": size - vfs["bfree"] * vfs["frsize"],
               "free": vfs["bavail"] * vfs["frsize"], "directory": None}
        for directory in directories:
            if g.is_dir(directory):
                yield {"used": g.du(directory) * 1024, "directory": directory}
    finally:
        if g.is_ready():
            g.umount_all()


@whole_image
def rows(g: guestfs.GuestFS, roots: List[str],
         directories: str = "") -> Iterator[Dict[str, Any]]:
    """size and use of each file system; of directories, if some are given"""
    places = mount_points(g, roots)
    wanted = [d for d in directories.split(",") if d]
    for device, kind in sorted(dict(g.list_filesystems()).items()):
        if kind in NOT_MOUNTED or kind.endswith("_member") or \
           kind in ("crypto_LUKS", "BitLocker"):
            continue
        row = {"device": device, "filesystem": kind,
               "mounted": places.get(device)}
        try:
            for numbers in look(g, device, wanted):
                yield {**row, **numbers}
        except guestfs.Error as e:
            if not g.is_ready():
                raise
            yield {**row, "note": str(e)}
