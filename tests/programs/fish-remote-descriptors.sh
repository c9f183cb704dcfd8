#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A client that sends more or fewer descriptors than three is refused, none of
# them stays open in the server, and the server goes on.

# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
requires python3

unset GUESTFISH_PID
eval "$(guestfish --listen 2>err)"
at_exit 'kill "$GUESTFISH_PID" 2>/dev/null || :'
requires strings
# The greeting of this build, as it stands in the program.
hello=$(strings -a "$abs_top_builddir/fish/.libs/guestfish" |
          grep '^guestfish [0-9]') || skip "no greeting found"

cat > send.py <<'END'
import array, os, socket, sys
hello = sys.argv[1].encode() + b"\0"
path = "/tmp/.guestfish-%d/socket-%s" % (os.geteuid(), sys.argv[2])
fds = array.array("i", [0] * int(sys.argv[3]))
s = socket.socket(socket.AF_UNIX)
s.connect(path)
control = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)] if fds else []
s.sendmsg([hello], control)
# ignore an error; one word: "quit"
words = [1, 1, 4]
try:
    s.sendall(b"".join(n.to_bytes(4, sys.byteorder) for n in words) + b"quit")
    print(len(s.recv(4)))
except ConnectionError:
    print(0)
END
count() { find "/proc/$GUESTFISH_PID/fd" -type l | wc -l; }
before=$(count)
for n in 0 1 2 4 5 100; do
  is "answer to $n descriptors" \
    "$(python3 send.py "${hello%%$'\n'*}" "$GUESTFISH_PID" $n </dev/null)" 0
  is "still there after $n" "$(guestfish --remote echo yes)" yes
  is "descriptors of the server after $n" "$(count)" "$before"
done
is "refusals" "$(grep -c 'a client was refused' err)" 6
# The same with three is a client: so it was the number.
is "answer to 3 descriptors" \
  "$(python3 send.py "${hello%%$'\n'*}" "$GUESTFISH_PID" 3 </dev/null)" 4
