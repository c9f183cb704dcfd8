# SPDX-License-Identifier: GPL-2.0-or-later
"""An image: what it is called, and how it is added to a handle."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Dict


@dataclass(frozen=True)
class Image:
    """`identity` is unique, however the image was named on the command line.
    `state` changes when the image is written to; "" if that cannot be seen.
    `method` of the handle adds it, with `arguments`."""

    name: str
    identity: str
    state: str
    method: str
    arguments: Dict[str, Any]

    def with_format(self, image_format: str) -> Image:
        if self.method != "add_drive":
            return self
        return replace(self, arguments=dict(self.arguments,
                                            format=image_format))

    def as_dict(self) -> Dict[str, Any]:
        return asdict(self)
