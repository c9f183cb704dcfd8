# SPDX-License-Identifier: GPL-2.0-or-later
"""inspect: the systems of each image."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator

import guestfs

FIELDS: Dict[str, Callable[[guestfs.GuestFS, str], Any]] = {
    "type": guestfs.GuestFS.inspect_get_type,
    "distro": guestfs.GuestFS.inspect_get_distro,
    "product": guestfs.GuestFS.inspect_get_product_name,
    "variant": guestfs.GuestFS.inspect_get_product_variant,
    "major": guestfs.GuestFS.inspect_get_major_version,
    "minor": guestfs.GuestFS.inspect_get_minor_version,
    "arch": guestfs.GuestFS.inspect_get_arch,
    "hostname": guestfs.GuestFS.inspect_get_hostname,
    "package_format": guestfs.GuestFS.inspect_get_package_format,
    "package_management": guestfs.GuestFS.inspect_get_package_management,
    "osinfo": guestfs.GuestFS.inspect_get_osinfo,
}


def rows(g: guestfs.GuestFS, root: str) -> Iterator[Dict[str, Any]]:
    """type, distribution, version, host name of each system"""
    row: Dict[str, Any] = {}
    for name, get in FIELDS.items():
        try:
            row[name] = get(g, root)
        except guestfs.Error:           # what this system does not have
            row[name] = None
    row["filesystems"] = len(g.inspect_get_mountpoints(root))
    yield row
