# SPDX-License-Identifier: GPL-2.0-or-later
"""Domains of libvirt: the disks of each are one image."""

from __future__ import annotations

import fnmatch
import os
import subprocess
from typing import Any, Dict, Iterator, List, Optional

from guestfs_fleet.errors import FleetError, UsageError
from guestfs_fleet.images.image import Image


def list_domains(connect: Optional[str]) -> List[str]:
    argv = ["virsh", "--quiet", "--readonly"]
    if connect:
        argv += ["--connect", connect]
    try:
        done = subprocess.run(argv + ["list", "--all", "--name"], timeout=120,
                              capture_output=True, text=True,
                              env=dict(os.environ, LC_ALL="C"))
    except FileNotFoundError as e:
        raise FleetError("libvirt:*: the program virsh is not installed: "
                         "install libvirt-clients") from e
    except subprocess.TimeoutExpired as e:
        raise FleetError("libvirt:*: libvirt did not answer for 120 "
                         "seconds") from e
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["virsh failed"]
        raise FleetError(f"libvirt:*: {lines[-1]}")
    return sorted(line for line in done.stdout.splitlines() if line)


def from_name(name: str, connect: Optional[str]) -> Image:
    arguments: Dict[str, Any] = {"dom": name, "readonly": True,
                                 "readonlydisk": "read"}
    where = connect or ""
    if connect:
        arguments["libvirturi"] = connect
    return Image(f"libvirt:{name}", f"libvirt:{where}:{name}", "",
                 "add_domain", arguments)


def find(pattern: str, connect: Optional[str]) -> Iterator[Image]:
    if not any(c in pattern for c in "*?["):
        yield from_name(pattern, connect)
        return
    names = fnmatch.filter(list_domains(connect), pattern)
    if not names:
        raise UsageError(f"libvirt:{pattern}: no domain matches")
    for name in names:
        yield from_name(name, connect)
