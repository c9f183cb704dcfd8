# SPDX-License-Identifier: GPL-2.0-or-later
"""What this machine has for workers, as far as its control groups (version 2;
those of a container, for example) let us have it."""

from __future__ import annotations

import os
from typing import Dict, Iterator, List

CGROUPS = "/sys/fs/cgroup"
MIB = 1 << 20


def words_of(path: str) -> List[str]:
    try:
        with open(path, encoding="ascii") as f:
            return f.read().split()
    except OSError:
        return []


def own_cgroups() -> Iterator[str]:
    """The directories of the group of this process, and of those above."""
    for line in words_of("/proc/self/cgroup"):
        if line.startswith("0::/"):
            path = line[len("0::"):].strip("/")
            while path:
                yield os.path.join(CGROUPS, path)
                path = os.path.dirname(path)
    yield CGROUPS


def cores_of_cgroup(directory: str) -> float:
    quota = words_of(os.path.join(directory, "cpu.max"))
    if len(quota) != 2 or quota[0] == "max":
        return float("inf")
    return int(quota[0]) / int(quota[1])


def memory_of_cgroup(directory: str) -> float:
    """MiB that the group may still have; the cache of files would give way."""
    limit = words_of(os.path.join(directory, "memory.max"))
    used = words_of(os.path.join(directory, "memory.current"))
    if not limit or limit[0] == "max" or not used:
        return float("inf")
    words = words_of(os.path.join(directory, "memory.stat"))
    stat: Dict[str, str] = dict(zip(words[::2], words[1::2]))
    cache = int(stat.get("inactive_file", 0)) + int(stat.get("active_file", 0))
    return (int(limit[0]) - int(used[0]) + cache) / MIB


def memory_of_machine() -> int:
    """MiB."""
    words = words_of("/proc/meminfo")
    if "MemAvailable:" not in words:
        return 1024
    return int(words[words.index("MemAvailable:") + 1]) // 1024


def available_memory() -> int:
    """MiB."""
    return int(min([memory_of_machine(), *map(memory_of_cgroup,
                                              own_cgroups())]))


def cores() -> int:
    return int(min([len(os.sched_getaffinity(0)),
                    *map(cores_of_cgroup, own_cgroups())]))
