#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A QEMU that misunderstands one word of what it is told over QMP.

Used as the hypervisor: starts the real one and replaces, in what the library
sends, the word of $QMP_FROM by that of $QMP_TO, which has the same length.
With QMP_ONLY set, only in machines that have this argument.
"""

import ctypes
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys

argv = [shutil.which("qemu-system-x86_64")] + sys.argv[1:]
wanted = os.environ.get("QMP_ONLY")
found = re.search(r"id=qmp,fd=(\d+)", " ".join(argv))
if not found or (wanted and wanted not in argv):
    os.execv(argv[0], argv)

library = socket.socket(fileno=int(found[1]))
ours, theirs = socket.socketpair()
argv = [a.replace(found[0], "id=qmp,fd=%d" % theirs.fileno()) for a in argv]
keep = {int(n) for n in re.findall(r"fd[=/](\d+)", " ".join(argv))}
if "-incoming" in argv:         # the state: whatever else we were given
    keep |= {int(n) for n in os.listdir("/proc/self/fd")
             if os.path.exists("/proc/self/fd/" + n)}
keep -= {0, 1, 2, ours.fileno(), library.fileno()}


def die_with_us():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


qemu = subprocess.Popen(argv, pass_fds=sorted(keep), preexec_fn=die_with_us)
for fd in keep:
    try:
        os.close(fd)
    except OSError:
        pass
old, new = (os.environ[v].encode() for v in ("QMP_FROM", "QMP_TO"))
assert len(old) == len(new)
other = {library: ours, ours: library}
while other:
    for s in select.select(list(other), [], [])[0]:
        try:
            data, fds, _, _ = socket.recv_fds(s, 65536, 4)
            if s is library:
                data = data.replace(old, new)
            if data:
                socket.send_fds(other[s], [data], fds)
        except OSError:
            data = b""
        if not data:
            other = {}
sys.exit(qemu.wait())
