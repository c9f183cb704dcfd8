# SPDX-License-Identifier: GPL-2.0-or-later
"""An image on which nothing was found: it is empty, or it is damaged."""

from __future__ import annotations

import json
import resource
import subprocess
from typing import Any, Dict

import guestfs

SECONDS = 60
MEMORY = 1 << 30


class Damaged(Exception):
    """Why nothing was found."""


def look(g: guestfs.GuestFS, image: Dict[str, Any]) -> None:
    """Of an image without a system. One that has a file system that is known
    is not looked at further."""
    if set(dict(g.list_filesystems()).values()) - {"unknown"}:
        return
    for device in g.list_devices():
        try:
            g.pread_device(device, 4096, 0)
        except guestfs.Error as e:
            raise Damaged(f"nothing can be read: {e}") from e
    arguments = image["arguments"]
    if "protocol" not in arguments and is_qcow2(arguments):
        check_tables(arguments["filename"])


def is_qcow2(arguments: Dict[str, Any]) -> bool:
    if arguments.get("format", "qcow2") != "qcow2":
        return False
    try:
        with open(arguments.get("filename", ""), "rb") as f:
            return f.read(4) == b"QFI\xfb"
    except OSError:
        return False


def limit() -> None:
    """In the child: as the library limits qemu-img."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def check_tables(path: str) -> None:
    """Of this file alone: its backing file is not opened. qemu-img has no
    answer of a file that somebody writes to, or for which it takes too long;
    then there is none here."""
    node = {"driver": "qcow2", "backing": None,
            "file": {"driver": "file", "filename": path}}
    try:
        done = subprocess.run(
            ["qemu-img", "check", "--output=json", "json:" + json.dumps(node)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=SECONDS, preexec_fn=limit)
        found = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return
    said = verdict(found)
    if said:
        raise Damaged(said)


def verdict(found: Dict[str, Any]) -> str:
    """What qemu-img check says, if it explains that nothing was found. Some
    leaked clusters alone do not: a crash leaves them, and no harm is done."""
    corruptions, leaks = found.get("corruptions", 0), found.get("leaks", 0)
    if corruptions:
        return f"its tables are damaged: qemu-img check finds {corruptions} " \
               "errors"
    if leaks and not found.get("allocated-clusters"):
        return f"its tables are lost: it has {leaks} clusters of data, and " \
               "none of them is part of the disk"
    return ""
