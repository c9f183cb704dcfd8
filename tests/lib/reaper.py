#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: reaper.py COMMAND ARGUMENT...

Runs a command that goes into the background, and waits for all that it leaves
behind, as an init does. The first process of a container may take its time:
libvirt waits for a QEMU that has ended until somebody has asked for its status.
"""

import ctypes
import os
import subprocess
import sys

PR_SET_CHILD_SUBREAPER = 36


def main():
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with subprocess.Popen(sys.argv[1:]) as command:
        status = command.wait()
    try:
        while status == 0:
            os.wait()
    except ChildProcessError:
        pass
    return status


sys.exit(main())
