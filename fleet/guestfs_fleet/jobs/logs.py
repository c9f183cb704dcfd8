# SPDX-License-Identifier: GPL-2.0-or-later
"""logs: lines of text logs, and entries of systemd's journal, that match."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator

import guestfs

from guestfs_fleet.errors import UsageError

FILES = ("/var/log/{syslog,messages,kern.log,auth.log,secure,boot.log,"
         "dmesg}*")
REGEX = "error|fail|panic|segfault|out of memory"
JOURNALS = ["/var/log/journal", "/run/log/journal"]


def prepare(regex: str = REGEX, files: str = FILES,
            entries: str = "1000") -> Dict[str, str]:
    try:
        re.compile(regex)
        int(entries)
    except (re.error, ValueError) as e:
        raise UsageError(f"job logs: -A regex or entries: {e}") from e
    return {"regex": regex, "files": files, "entries": entries}


def text_logs(g: guestfs.GuestFS, files: str, regex: str,
              limit: int) -> Iterator[Dict[str, Any]]:
    for path in g.glob_expand(files, directoryslash=True):
        if path.endswith("/"):
            continue
        lines = g.grep(regex, path, extended=True, insensitive=True,
                       compressed=True)
        for line in lines[-limit:]:
            yield {"source": path, "time": None, "unit": None, "text": line}


def journal(g: guestfs.GuestFS, directory: str, regex: str,
            limit: int) -> Iterator[Dict[str, Any]]:
    """The last entries, those of them that match."""
    wanted = re.compile(regex, re.IGNORECASE)
    g.journal_open(directory)
    try:
        while g.journal_skip(1000000) == 1000000:
            pass
        g.journal_skip(-limit)
        more: int = 1
        while more:
            entry = {field["attrname"]:
                     field["attrval"].decode("utf-8", "backslashreplace")
                     for field in g.journal_get()}
            text = entry.get("MESSAGE", "")
            if wanted.search(text):
                unit = entry.get("_SYSTEMD_UNIT",
                                 entry.get("SYSLOG_IDENTIFIER"))
                yield {"source": directory, "unit": unit, "text": text,
                       "time": g.journal_get_realtime_usec() / 1e6}
            more = g.journal_next()
    finally:
        if g.is_ready():
            g.journal_close()


def rows(g: guestfs.GuestFS, root: str, regex: str = REGEX,
         files: str = FILES, entries: str = "1000"
         ) -> Iterator[Dict[str, Any]]:
    """lines of logs, and the last entries of the journal, that match"""
    limit = int(entries)
    yield from text_logs(g, files, regex, limit)
    for directory in JOURNALS:
        if g.is_dir(directory) and g.ls(directory):
            yield from journal(g, directory, regex, limit)
