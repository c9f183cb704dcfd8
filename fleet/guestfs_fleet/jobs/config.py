# SPDX-License-Identifier: GPL-2.0-or-later
"""config: values of configuration files, by key or by Augeas path."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator

import guestfs

from guestfs_fleet.errors import UsageError

NO_LOAD = 32
# "Key value", "key = value", "key: value"; quotes around the value go.
LINE = re.compile(r"\s*([\w.-]+)\s*[=:\s]\s*(.*?)\s*$")


def prepare(file: str = "", keys: str = "", path: str = "") -> Dict[str, str]:
    if not file and not path:
        raise UsageError("job config: give -A file=/etc/FILE, or "
                         "-A path=/files/etc/FILE/KEY for Augeas")
    if path and (file or keys or not path.startswith("/files/")):
        raise UsageError(f"-A path={path}: must begin with /files/ and stand "
                         "alone")
    return {"file": file, "keys": keys, "path": path}


def by_key(g: guestfs.GuestFS, pattern: str,
           keys: str) -> Iterator[Dict[str, Any]]:
    wanted = {key.lower() for key in keys.split(",") if key}
    for file in g.glob_expand(pattern, directoryslash=True):
        if file.endswith("/"):
            continue
        for line in g.read_lines(file):
            m = LINE.match(line)
            if m and (not wanted or m[1].lower() in wanted):
                yield {"file": file, "key": m[1], "value": m[2].strip("\"'")}


def file_of(path: str) -> str:
    """The part of an Augeas path that names the file: up to a predicate, a
    wildcard, or the last /etc/… that could be one."""
    return re.split(r"[\[*]", path[len("/files"):])[0].rstrip("/")


def by_augeas(g: guestfs.GuestFS, path: str) -> Iterator[Dict[str, Any]]:
    g.aug_init("/", NO_LOAD)
    try:
        # Only lenses whose file the path begins with, or is below.
        name = file_of(path).replace("'", "")
        g.aug_rm("/augeas/load/*[count(incl[ '%s/' =~ glob(.) + "
                 "regexp('/.*') or '%s' =~ glob(.) ]) = 0]" % (name, name))
        g.aug_load()
        for node in sorted(g.aug_match(path)):
            try:
                value = g.aug_get(node)
            except guestfs.Error:       # a node without a value
                value = None
            yield {"file": None, "key": node[len("/files"):], "value": value}
    finally:
        if g.is_ready():
            g.aug_close()


def rows(g: guestfs.GuestFS, root: str, file: str = "", keys: str = "",
         path: str = "") -> Iterator[Dict[str, Any]]:
    """values of configuration files: keys of a file, or an Augeas path"""
    if path:
        yield from by_augeas(g, path)
    else:
        yield from by_key(g, file, keys)
