# SPDX-License-Identifier: GPL-2.0-or-later
# Runs a command on a terminal of its own and types at it:
#   terminal.py COMMAND… < lines of "WAIT FOR|TYPE"
# Each line waits until the text before the bar has appeared, then types what
# is behind it (Python escapes). What appeared is printed at the end.

import os
import pty
import re
import select
import sys
import time


def expect(fd, seen, text, seconds):
    """Read until text has appeared; return everything seen."""
    start = len(seen)
    deadline = time.time() + seconds
    while text not in seen[start:]:
        left = deadline - time.time()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            sys.exit("waited in vain for %r after %r" % (text, seen[start:]))
        try:
            data = os.read(fd, 4096)
        except OSError:
            data = b""
        if not data:
            sys.exit("ended before %r, after %r" % (text, seen[start:]))
        seen += data.decode(errors="replace")
    return seen


def main():
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(sys.argv[1], sys.argv[1:])
    seen = ""
    for line in sys.stdin:
        wait, _, keys = line.rstrip("\n").partition("|")
        seen = expect(fd, seen, wait, 60)
        os.write(fd, keys.encode().decode("unicode_escape").encode())
    while True:
        try:
            data = os.read(fd, 4096)
        except OSError:
            break
        if not data:
            break
        seen += data.decode(errors="replace")
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(re.sub("\033\\[[0-9;?]*[a-zA-Z]", "", seen).replace("\r", ""))
    sys.exit(status)


main()
