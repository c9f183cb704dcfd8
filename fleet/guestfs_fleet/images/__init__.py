# SPDX-License-Identifier: GPL-2.0-or-later
"""Which images the words of the command line mean."""

from __future__ import annotations

import sys
from typing import Dict, Iterable, Iterator, List, Optional

from guestfs_fleet.images import domains, files, servers
from guestfs_fleet.images.image import Image

__all__ = ["Image", "find_images", "words_of_stdin"]


def images_of_word(word: str, connect: Optional[str],
                   literal: bool) -> Iterator[Image]:
    if word.startswith("libvirt:"):
        return domains.find(word[len("libvirt:"):], connect)
    if word.startswith("rbd:"):
        return servers.find_rbd(word)
    if "://" in word:
        return iter([servers.from_uri(word)])
    if not literal:
        servers.refuse_half_uri(word)
    return files.find(word, literal)


def find_images(words: Iterable[str], listed: Iterable[str] = (),
                names: Iterable[str] = (), connect: Optional[str] = None,
                image_format: Optional[str] = None) -> List[Image]:
    """All images, each once: of words, of a list (where * is no wildcard),
    and of names of domains."""
    found: Dict[str, Image] = {}

    def add(images: Iterator[Image]) -> None:
        for image in images:
            found.setdefault(image.identity, image)

    for word in words:
        add(images_of_word(word, connect, literal=False))
    for word in listed:
        add(images_of_word(word, connect, literal=True))
    for name in names:
        add(domains.find(name, connect))
    if image_format:
        return [image.with_format(image_format) for image in found.values()]
    return list(found.values())


def words_of_stdin(nul: bool) -> List[str]:
    text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    words = text.split("\0") if nul else text.splitlines()
    return [word for word in words if word]
