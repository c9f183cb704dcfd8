#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: spy.py DIR

Reads a secret from standard input, and prints, until it is ended, where it is
found: in the arguments and environments of all processes, and in the files
below DIR. The first line says that it has begun.
"""

import os
import sys
import time


def spy(secret, directory):
    """Prints where the secret is; itself is not looked at."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        if int(pid) != os.getpid():
            for name in ("cmdline", "environ"):
                look_at(f"/proc/{pid}/{name}", secret)
    for top, _, names in os.walk(directory):
        for name in names:
            look_at(os.path.join(top, name), secret)


def look_at(path, secret):
    try:
        with open(path, "rb") as f:
            if secret in f.read():
                print("found in", path, flush=True)
    except OSError:
        pass


def main():
    secret = sys.stdin.buffer.readline().strip()
    print("begun", flush=True)
    while True:
        spy(secret, sys.argv[1])
        time.sleep(0.1)


if __name__ == "__main__":
    main()
