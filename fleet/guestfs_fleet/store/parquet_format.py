# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes Parquet files, after the format's specification: one page a column
chunk, plain values compressed by gzip, every column optional. Its own module,
because Debian has none for Python."""

from __future__ import annotations

import itertools
import struct
import zlib
from typing import Any, BinaryIO, Dict, Iterable, List, Sequence, Tuple

MAGIC = b"PAR1"
BOOLEAN, INT64, DOUBLE, BYTE_ARRAY = 0, 2, 5, 6
OPTIONAL, UTF8, GZIP, PLAIN, RLE = 1, 0, 2, 0, 3
# Types of the compact protocol of Thrift.
I32, I64, BINARY, LIST, STRUCT = 5, 6, 8, 9, 12

Column = Tuple[str, int]


def varint(n: int) -> bytes:
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def zigzag(n: int) -> bytes:
    return varint(n << 1 if n >= 0 else (-n << 1) - 1)


def text(s: str) -> bytes:
    data = s.encode()
    return varint(len(data)) + data


def listed(kind: int, items: Sequence[bytes]) -> bytes:
    head = bytes([len(items) << 4 | kind]) if len(items) < 15 else \
        bytes([0xf0 | kind]) + varint(len(items))
    return head + b"".join(items)


def thrift(*fields: Tuple[int, int, bytes]) -> bytes:
    """A struct of (number, type, value), in the order of numbers."""
    out, last = b"", 0
    for number, kind, value in fields:
        out += bytes([(number - last) << 4 | kind]) + value
        last = number
    return out + b"\0"


def levels(values: Sequence[Any]) -> bytes:
    """Which of them are there, in runs."""
    out = b"".join(
        varint(sum(1 for _ in run) << 1) + bytes([there])
        for there, run in itertools.groupby(v is not None for v in values))
    return struct.pack("<I", len(out)) + out


def bits(values: Sequence[bool]) -> bytes:
    out = bytearray((len(values) + 7) // 8)
    for i, value in enumerate(values):
        out[i // 8] |= value << i % 8
    return bytes(out)


def plain(kind: int, values: Sequence[Any]) -> bytes:
    if kind == INT64:
        return struct.pack(f"<{len(values)}q", *values)
    if kind == DOUBLE:
        return struct.pack(f"<{len(values)}d", *values)
    if kind == BOOLEAN:
        return bits(values)
    texts = [str(v).encode() for v in values]
    return b"".join(struct.pack("<I", len(t)) + t for t in texts)


def gzipped(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


class ParquetWriter:
    """Columns are (name, type). Rows are dicts; what one lacks is null."""

    def __init__(self, file: BinaryIO, columns: List[Column]) -> None:
        self.file, self.columns = file, columns
        self.groups: List[bytes] = []
        self.rows = 0
        file.write(MAGIC)

    def chunk(self, name: str, kind: int,
              values: Sequence[Any]) -> Tuple[bytes, int]:
        """Writes a column of a group: its description and its size."""
        data = levels(values) + plain(kind, [v for v in values
                                             if v is not None])
        packed = gzipped(data)
        page = thrift((1, I32, zigzag(0)), (2, I32, zigzag(len(data))),
                      (3, I32, zigzag(len(packed))),
                      (5, STRUCT, thrift((1, I32, zigzag(len(values))),
                                         (2, I32, zigzag(PLAIN)),
                                         (3, I32, zigzag(RLE)),
                                         (4, I32, zigzag(RLE)))))
        offset = self.file.tell()
        self.file.write(page + packed)
        whole = len(page) + len(data)
        about = thrift(
            (1, I32, zigzag(kind)),
            (2, LIST, listed(I32, [zigzag(PLAIN), zigzag(RLE)])),
            (3, LIST, listed(BINARY, [text(name)])), (4, I32, zigzag(GZIP)),
            (5, I64, zigzag(len(values))), (6, I64, zigzag(whole)),
            (7, I64, zigzag(len(page) + len(packed))), (9, I64, zigzag(offset)))
        return thrift((2, I64, zigzag(offset)), (3, STRUCT, about)), whole

    def write_rows(self, rows: List[Dict[str, Any]]) -> None:
        if not rows:
            return
        chunks = [self.chunk(name, kind, [row.get(name) for row in rows])
                  for name, kind in self.columns]
        self.groups.append(thrift(
            (1, LIST, listed(STRUCT, [about for about, _ in chunks])),
            (2, I64, zigzag(sum(size for _, size in chunks))),
            (3, I64, zigzag(len(rows)))))
        self.rows += len(rows)

    def schema(self) -> Iterable[bytes]:
        yield thrift((4, BINARY, text("rows")),
                     (5, I32, zigzag(len(self.columns))))
        for name, kind in self.columns:
            fields = [(1, I32, zigzag(kind)), (3, I32, zigzag(OPTIONAL)),
                      (4, BINARY, text(name))]
            if kind == BYTE_ARRAY:
                fields.append((6, I32, zigzag(UTF8)))
            yield thrift(*fields)

    def close(self) -> None:
        about = thrift((1, I32, zigzag(1)),
                       (2, LIST, listed(STRUCT, list(self.schema()))),
                       (3, I64, zigzag(self.rows)),
                       (4, LIST, listed(STRUCT, self.groups)),
                       (6, BINARY, text("guestfs-fleet")))
        self.file.write(about + struct.pack("<I", len(about)) + MAGIC)
