# SPDX-License-Identifier: GPL-2.0-or-later
# Runs a command on a terminal of its own and types at it:
#   terminal.py COMMAND… < lines of "WAIT FOR|TYPE"
# Each line waits until the text before the bar has appeared, then types what
# is behind it (Python escapes). What appeared is printed at the end.
# Other lines:
#   HANG UP              closes the terminal as when its window is closed
#   SLEEP SECONDS
#   SIZE ROWS COLUMNS    of the terminal, from now on
#   SIGNAL NAME          sent to the command
#   RUN COMMAND          of the shell, beside it
#   MODE WORD            waits until the terminal is "raw" or "cooked"

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time


# Seconds: no program takes so long, on a busy machine either.
WAIT = 180


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


def mode_of(fd):
    return "cooked" if termios.tcgetattr(fd)[3] & termios.ICANON else "raw"


def expect_mode(fd, mode):
    deadline = time.time() + WAIT
    while mode_of(fd) != mode:
        if time.time() > deadline:
            sys.exit("the terminal is not " + mode)
        time.sleep(0.05)


def order(line, pid, fd):
    """Do what a line asks for, unless it is about text: then False."""
    words = line.split()
    if line.startswith("SLEEP "):
        time.sleep(float(words[1]))
    elif line.startswith("SIZE "):
        fcntl.ioctl(fd, termios.TIOCSWINSZ,
                    struct.pack("HHHH", int(words[1]), int(words[2]), 0, 0))
    elif line.startswith("SIGNAL "):
        os.kill(pid, getattr(signal, "SIG" + words[1]))
    elif line.startswith("RUN "):
        subprocess.run(line[4:], shell=True, check=True)
    elif line.startswith("MODE "):
        expect_mode(fd, words[1])
    elif line.rstrip("\n") == "HANG UP":
        os.close(fd)
        os.waitpid(pid, 0)
        sys.exit(0)
    else:
        return False
    return True


def main():
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp(sys.argv[1], sys.argv[1:])
    seen, position = "", 0
    for line in sys.stdin:
        if order(line, pid, fd):
            continue
        wait, _, keys = line.rstrip("\n").partition("|")
        seen = expect(fd, seen, position, wait, WAIT)
        position = seen.index(wait, position) + len(wait)
        os.write(fd, keys.encode().decode("unicode_escape").encode("latin-1"))
    data = "-"
    while data:
        data = read_more(fd, WAIT)
        seen += data
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    print(re.sub("\033\\[[0-9;?]*[a-zA-Z]", "", seen).replace("\r", ""))
    sys.exit(status)


main()
