# SPDX-License-Identifier: GPL-2.0-or-later
"""Images on servers: URIs as guestfish -a takes them, and pools of Ceph."""

from __future__ import annotations

import fnmatch
import json
import os
import subprocess
from typing import Any, Dict, Iterator, List
from urllib.parse import parse_qs, unquote, urlsplit

from guestfs_fleet.closest import did_you_mean
from guestfs_fleet.errors import FleetError, UsageError
from guestfs_fleet.gen.protocols import PROTOCOLS
from guestfs_fleet.images.image import Image


def server_of(uri: Any, word: str) -> List[str]:
    socket = parse_qs(uri.query).get("socket")
    if socket:
        return ["unix:" + socket[0]]
    if not uri.hostname:
        return []
    host = f"[{uri.hostname}]" if ":" in uri.hostname else uri.hostname
    try:
        return [f"{host}:{uri.port}" if uri.port else host]
    except ValueError as e:
        raise UsageError(f"{word}: {e}") from e


def without_password(uri: Any) -> str:
    login, at, server = uri.netloc.rpartition("@")
    user = login.partition(":")[0]
    return str(uri._replace(netloc=user + at + server).geturl())


def from_uri(word: str) -> Image:
    uri = urlsplit(word)
    protocol = uri.scheme.partition("+")[0]
    if protocol == "file":
        raise UsageError(f"{word}: give the name of the file, without file://")
    if protocol not in PROTOCOLS:
        raise UsageError(f"{word}: the protocol must be one of "
                         + ", ".join(sorted(PROTOCOLS))
                         + did_you_mean(protocol, PROTOCOLS))
    arguments: Dict[str, Any] = {
        "filename": unquote(uri.path), "readonly": True, "protocol": protocol}
    server = server_of(uri, word)
    if server:
        arguments["server"] = server
    if uri.username:
        arguments["username"] = unquote(uri.username)
    if uri.password:
        arguments["secret"] = unquote(uri.password)
    name = without_password(uri)
    return Image(name, name, "", "add_drive", arguments)


def refuse_half_uri(word: str) -> None:
    """nbd:HOST, as QEMU takes it, is not meant as the name of a file."""
    protocol, colon, _ = word.partition(":")
    if colon and protocol in PROTOCOLS and not os.path.lexists(word):
        raise UsageError(f"{word}: must be {protocol}://HOST/…, or ./{word} "
                         "if it is a file")


def list_pool(pool: str) -> List[str]:
    try:
        done = subprocess.run(["rbd", "ls", "--format", "json", "--", pool],
                              capture_output=True, text=True, timeout=120)
    except FileNotFoundError as e:
        raise FleetError(f"rbd:{pool}/*: the program rbd is not installed: "
                         "install ceph-common") from e
    except subprocess.TimeoutExpired as e:
        raise FleetError(f"rbd:{pool}/*: Ceph did not answer for 120 "
                         "seconds") from e
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or ["it failed"]
        raise FleetError(f"rbd:{pool}/*: rbd ls: {lines[-1]}")
    return sorted(json.loads(done.stdout))


def find_rbd(word: str) -> Iterator[Image]:
    """rbd:POOL/IMAGE, where IMAGE may be a wildcard; the monitors and the key
    are those of the host's configuration."""
    if word.startswith("rbd://"):
        yield from_uri(word)
        return
    pool, slash, pattern = word[len("rbd:"):].partition("/")
    if not slash or not pool or not pattern:
        raise UsageError(f"{word}: must be rbd:POOL/IMAGE or rbd:POOL/*")
    names = [pattern]
    if any(c in pattern for c in "*?["):
        names = [name for name in list_pool(pool)
                 if fnmatch.fnmatchcase(name, pattern)]
        if not names:
            raise UsageError(f"{word}: no image matches")
    for name in names:
        yield Image(f"rbd:{pool}/{name}", f"rbd:{pool}/{name}", "",
                    "add_drive", {"filename": f"{pool}/{name}",
                                  "readonly": True, "protocol": "rbd"})
