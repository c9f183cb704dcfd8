# SPDX-License-Identifier: GPL-2.0-or-later
"""OUT.run: what was asked for, so that it can be resumed, how many images
there are, and a lock, so that two runs never write to the same output."""

from __future__ import annotations

import fcntl
import json
import os
from typing import Any, Dict, Optional

from guestfs_fleet.errors import FleetError, UsageError


class Sidecar:
    def __init__(self, out: str) -> None:
        self.path = out + ".run"
        try:
            self.fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC,
                              0o600)
        except OSError as e:
            raise FleetError(f"{self.path}: {e.strerror}") from e
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as e:
            os.close(self.fd)
            raise FleetError(f"{out}: another guestfs-fleet is writing to it "
                             f"({describe_holder(out)})") from e

    def write(self, request: Dict[str, Any]) -> None:
        data = json.dumps(dict(request, pid=os.getpid())).encode()
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, data, 0)
        os.fsync(self.fd)

    def close(self) -> None:
        os.close(self.fd)


def read(out: str) -> Dict[str, Any]:
    """What the last run of this output was asked for."""
    try:
        with open(out + ".run", encoding="utf-8") as f:
            request: Dict[str, Any] = json.load(f)
            return request
    except (OSError, ValueError) as e:
        raise UsageError(f"{out}: there is no run to go on with ({out}.run "
                         "cannot be read): use guestfs-fleet run") from e


def running(out: str) -> Optional[int]:
    """The process that is writing to it."""
    try:
        fd = os.open(out + ".run", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return None
    except OSError:
        try:
            return int(read(out)["pid"])
        except (UsageError, KeyError):
            return 0
    finally:
        os.close(fd)


def describe_holder(out: str) -> str:
    pid = running(out)
    return f"process {pid}" if pid else "it has just started"
