# SPDX-License-Identifier: GPL-2.0-or-later
"""checksums: of the files below a directory, or of those that match."""

from __future__ import annotations

import re
import tempfile
from typing import Any, Dict, Iterator

import guestfs

from guestfs_fleet.errors import UsageError
from guestfs_fleet.jobs import selection

TYPES = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"]
ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}


def prepare(type: str = "sha256", directory: str = "/", glob: str = "",
            regex: str = "") -> Dict[str, str]:
    if type not in TYPES:
        raise UsageError(f"-A type={type}: must be one of {', '.join(TYPES)}")
    selection.check(glob, regex)
    return {"type": type, "directory": directory, "glob": glob, "regex": regex}


def of_tree(g: guestfs.GuestFS, kind: str,
            directory: str) -> Iterator[Dict[str, Any]]:
    """In one call, whose lines are those of sha256sum."""
    with tempfile.TemporaryFile() as f:
        g.checksums_out(kind, directory, f"/dev/fd/{f.fileno()}")
        f.seek(0)
        for raw in f:
            line = raw.decode("utf-8", "surrogateescape").rstrip("\n")
            escaped = line.startswith("\\")
            checksum, _, path = line[escaped:].partition("  ")
            if escaped:
                path = re.sub(r"\\[\\nr]", lambda m: ESCAPES[m[0]], path)
            yield {"path": directory.rstrip("/") + path[1:],
                   "checksum": checksum}


def rows(g: guestfs.GuestFS, root: str, type: str = "sha256",
         directory: str = "/", glob: str = "",
         regex: str = "") -> Iterator[Dict[str, Any]]:
    """checksums of the files below a directory, or of those that match"""
    if not glob and not regex:
        if g.is_dir(directory):
            yield from of_tree(g, type, directory)
        return
    for path in selection.selected(g, glob, regex):
        if g.is_file(path):
            yield {"path": path, "checksum": g.checksum(type, path)}
