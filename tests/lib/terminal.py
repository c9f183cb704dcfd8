# SPDX-License-Identifier: GPL-2.0-or-later
# Runs a command on a terminal of its own and types at it:
#   terminal.py COMMAND… < lines of "WAIT FOR|TYPE"
# Each line waits until the text before the bar has appeared, then types what
# is behind it (Python escapes). What appeared is printed at the end.  A line
# "HANG UP" closes the terminal as when its window is closed, "SLEEP N" waits.

import os
import pty
import re
import select
import sys
import time


def read_more(fd, seconds):
    if not select.select([fd], [], [], seconds)[0]:
        return ""
    try:
        return os.read(fd, 4096).decode(errors="replace")
    except OSError:
        return ""


def expect(fd, seen, start, text, seconds):
    """Read until text has appeared behind start; everything seen."""
    deadline = time.time() + seconds
    while text not in seen[start:]:
        data = read_more(fd, max(0, deadline - time.time()))
        if not data:
            sys.exit("waited in vain for %r after %r" % (text, seen))
        seen += data
    return seen


def main():
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(sys.argv[1], sys.argv[1:])
    seen, position = "", 0
    for line in sys.stdin:
        if line.startswith("SLEEP "):
            time.sleep(float(line[6:]))
            continue
        if line.rstrip("\n") == "HANG UP":
            os.close(fd)
            os.waitpid(pid, 0)
            sys.exit(0)
        wait, _, keys = line.rstrip("\n").partition("|")
        seen = expect(fd, seen, position, wait, 60)
        position = seen.index(wait, position) + len(wait)
        os.write(fd, keys.encode().decode("unicode_escape").encode())
    data = "-"
    while data:
        data = read_more(fd, 60)
        seen += data
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(re.sub("\033\\[[0-9;?]*[a-zA-Z]", "", seen).replace("\r", ""))
    sys.exit(status)


main()
