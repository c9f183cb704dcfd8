# SPDX-License-Identifier: GPL-2.0-or-later
"""Images that are files or block devices: named, wildcards, directories."""

from __future__ import annotations

import glob
import os
import re
import stat
from typing import Any, Dict, Iterator, Optional

from guestfs_fleet.errors import UsageError
from guestfs_fleet.images.image import Image

SUFFIXES = {".img", ".qcow", ".qcow2", ".qed", ".raw", ".vdi", ".vhd", ".vhdx",
            ".vmdk"}
# Whose format is not guessed: a damaged one is not taken for an empty disk.
FORMATS = {".qcow2": "qcow2", ".vdi": "vdi", ".vhdx": "vhdx", ".vmdk": "vmdk"}

# Beginnings of files that are images whatever their name is, as in the stores
# of clouds, where names are UUIDs.
MAGIC = [(0, b"QFI\xfb"), (0, b"QED\0"), (0, b"KDMV"), (0, b"vhdxfile"),
         (0, b"conectix"), (0, b"# Disk DescriptorFile"), (0, b"LUKS\xba\xbe"),
         (64, b"\x7f\x10\xda\xbe"), (510, b"\x55\xaa")]

# Parts of a VMDK: the descriptor beside them is the image.
VMDK_PART = re.compile(r"-(flat|delta|sesparse|s\d{3}|f\d{3})\.vmdk$")


def from_path(path: str) -> Image:
    """One that is not there, or may not be read, fails when it is opened."""
    real = os.path.realpath(path)
    state = ""
    try:
        st = os.stat(real)
        if stat.S_ISREG(st.st_mode):
            state = f"{st.st_size}:{st.st_mtime_ns}"
    except OSError:
        pass
    arguments: Dict[str, Any] = {"filename": real, "readonly": True}
    image_format = FORMATS.get(os.path.splitext(real)[1].lower())
    if image_format:
        arguments["format"] = image_format
    return Image(path, "file:" + real, state, "add_drive", arguments)


def has_magic(path: str) -> bool:
    try:
        with open(path, "rb") as f:
            start = f.read(512)
    except OSError:
        return False
    return any(start.startswith(magic, offset) for offset, magic in MAGIC)


def is_image(entry: os.DirEntry[str]) -> bool:
    """Whether a file of a directory is an image."""
    if not entry.is_file(follow_symlinks=True) or VMDK_PART.search(entry.name):
        return False
    suffix = os.path.splitext(entry.name)[1].lower()
    return suffix in SUFFIXES or has_magic(entry.path)


def find_below(directory: str) -> Iterator[Image]:
    try:
        entries = sorted(os.scandir(directory), key=lambda e: e.name)
    except OSError as e:
        raise UsageError(f"{directory}: {e.strerror}") from e
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from find_below(entry.path)
        elif is_image(entry):
            yield from_path(entry.path)


def find_path(path: str) -> Iterator[Image]:
    return find_below(path) if os.path.isdir(path) else iter([from_path(path)])


def matching(pattern: str) -> Optional[Iterator[str]]:
    if os.path.lexists(pattern) or not glob.has_magic(pattern):
        return None
    return glob.iglob(pattern, recursive=True)


def find(word: str, literal: bool) -> Iterator[Image]:
    paths = None if literal else matching(word)
    if paths is None:
        yield from find_path(word)
        return
    found = sorted(paths)
    if not found:
        raise UsageError(f"{word}: no file matches")
    for path in found:
        yield from find_path(path)
