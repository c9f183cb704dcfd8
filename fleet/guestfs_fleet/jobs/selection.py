# SPDX-License-Identifier: GPL-2.0-or-later
"""Files of a guest that are chosen by a wildcard or an expression."""

from __future__ import annotations

import re
from typing import Iterator, Pattern

import guestfs

from guestfs_fleet.errors import UsageError

WILDCARDS = re.compile(r"[*?[]")


def expression_of_glob(glob: str) -> str:
    """**/ is any number of directories; * and ? stay within one."""
    out, i = "", 0
    while i < len(glob):
        if glob.startswith("**/", i):
            out, i = out + "(?:.*/)?", i + 3
        elif glob.startswith("**", i):
            out, i = out + ".*", i + 2
        elif glob[i] == "*":
            out, i = out + "[^/]*", i + 1
        elif glob[i] == "?":
            out, i = out + "[^/]", i + 1
        elif glob[i] == "[" and "]" in glob[i + 2:]:
            end = glob.index("]", i + 2)
            body = glob[i + 1:end].replace("\\", "\\\\")
            body = "^" + body[1:] if body[0] == "!" else body
            out, i = f"{out}[{body}]", end + 1
        else:
            out, i = out + re.escape(glob[i]), i + 1
    return out


def check(glob: str, regex: str) -> None:
    if glob and not glob.startswith("/"):
        raise UsageError(f"-A glob={glob}: must begin with /")
    try:
        re.compile(regex)
        re.compile(expression_of_glob(glob))
    except re.error as e:
        raise UsageError(f"-A glob or regex: {e}") from e


def start_of(glob: str) -> str:
    """The directory below which all matches are."""
    fixed = WILDCARDS.split(glob)[0]
    return fixed[:fixed.rfind("/") + 1] or "/"


def below(g: guestfs.GuestFS, directory: str) -> Iterator[str]:
    directory = directory.rstrip("/") + "/"
    if g.is_dir(directory):
        for name in g.iter_find(directory):
            yield directory + name


def selected(g: guestfs.GuestFS, glob: str, regex: str) -> Iterator[str]:
    """Paths that match both; an empty one matches all."""
    if glob and not WILDCARDS.search(glob):
        paths: Iterator[str] = iter([glob] if g.exists(glob) else [])
    else:
        paths = below(g, start_of(glob) if glob else "/")
    whole: Pattern[str] = re.compile(
        expression_of_glob(glob) if glob else ".*", re.DOTALL)
    part = re.compile(regex)
    for path in paths:
        if whole.fullmatch(path) and part.search(path):
            yield path
