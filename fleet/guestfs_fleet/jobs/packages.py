# SPDX-License-Identifier: GPL-2.0-or-later
"""packages: what is installed in each system."""

from __future__ import annotations

from typing import Any, Dict, Iterator

import guestfs

COLUMNS = {"name": "app2_name", "epoch": "app2_epoch",
           "version": "app2_version", "release": "app2_release",
           "arch": "app2_arch", "class": "app2_class",
           "publisher": "app2_publisher"}


def rows(g: guestfs.GuestFS, root: str) -> Iterator[Dict[str, Any]]:
    """packages and programs that are installed"""
    for package in g.inspect_list_applications2(root):
        fields: Dict[str, Any] = dict(package)
        yield {column: fields[name] for column, name in COLUMNS.items()}
