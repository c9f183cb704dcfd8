# SPDX-License-Identifier: GPL-2.0-or-later
"""files: those whose path matches."""

from __future__ import annotations

import itertools
import posixpath
import stat
from typing import Any, Dict, Iterator, List

import guestfs

from guestfs_fleet.errors import UsageError
from guestfs_fleet.jobs import selection

KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "directory",
         stat.S_IFLNK: "link", stat.S_IFCHR: "character", stat.S_IFIFO: "fifo",
         stat.S_IFBLK: "block", stat.S_IFSOCK: "socket"}
AT_ONCE = 1000


def prepare(glob: str = "", regex: str = "") -> Dict[str, str]:
    if not glob and not regex:
        raise UsageError("job files: give -A glob=PATTERN or -A regex=REGEX")
    selection.check(glob, regex)
    return {"glob": glob, "regex": regex}


def rows(g: guestfs.GuestFS, root: str, glob: str = "",
         regex: str = "") -> Iterator[Dict[str, Any]]:
    """files whose path matches: size, owner, mode, time"""
    paths = selection.selected(g, glob, regex)
    for directory, group in itertools.groupby(
            paths, lambda path: posixpath.dirname(path)):
        names = [posixpath.basename(path) for path in group]
        for i in range(0, len(names), AT_ONCE):
            yield from stats(g, directory, names[i:i + AT_ONCE])


def stats(g: guestfs.GuestFS, directory: str,
          names: List[str]) -> Iterator[Dict[str, Any]]:
    for name, st in zip(names, g.lstatnslist(directory, names)):
        if st["st_ino"] == -1:          # it could not be looked at
            continue
        yield {"path": posixpath.join(directory, name),
               "kind": KINDS.get(stat.S_IFMT(st["st_mode"]), "other"),
               "size": st["st_size"], "mode": oct(st["st_mode"] & 0o7777)[2:],
               "uid": st["st_uid"], "gid": st["st_gid"],
               "mtime": st["st_mtime_sec"]}
