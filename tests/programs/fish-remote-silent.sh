#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# A client that connects and says nothing, or a byte now and then, is dropped
# after 10 seconds: others are served, and nothing of it stays in the server.

# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
requires python3 strings

unset GUESTFISH_PID
eval "$(guestfish --listen 2>err)"
at_exit 'kill "$GUESTFISH_PID" 2>/dev/null || :'
# The greeting of this build, as it stands in the program.
hello=$(strings -a "$abs_top_builddir/fish/.libs/guestfish" |
          grep '^guestfish [0-9]') || skip "no greeting found"

# Says when it is connected, and that the server has closed the connection.
cat > client.py <<'END'
import array, os, select, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect("/tmp/.guestfish-%d/socket-%s" % (os.geteuid(), sys.argv[2]))
if sys.argv[3] == "slow":
    fds = array.array("i", [0, 1, 2])
    s.sendmsg([sys.argv[1].encode() + b"\0"],
              [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
    s.sendall(b"".join(n.to_bytes(4, sys.byteorder) for n in (0, 1, 1000)))
print("connected", flush=True)
while not select.select([s], [], [], 1)[0]:
    if sys.argv[3] == "slow":
        s.send(b"x")
try:
    print("dropped" if s.recv(1) == b"" else "answered")
except ConnectionError:
    print("dropped")
END
count() { find "/proc/$GUESTFISH_PID/fd" -type l | wc -l; }
# client KIND: in the background; $client is its number, KIND.out what it says.
client() {
  python3 client.py "${hello%%$'\n'*}" "$GUESTFISH_PID" "$1" > "$1.out" & client=$!
  until grep -q connected "$1.out"; do sleep 0.1; done
}
before=$(count)

for kind in silent slow; do
  start=$SECONDS
  client $kind
  is "command after the $kind client" "$(guestfish --remote echo yes)" yes
  seconds=$((SECONDS - start))
  [ $seconds -ge 9 ] || fail "the $kind client was dropped after $seconds s"
  wait $client
  is "the $kind client" "$(tail -1 $kind.out)" dropped
  is "descriptors of the server after the $kind client" "$(count)" "$before"
done
is "what the server says" "$(uniq -c < err | tr -s ' ')" " 2 guestfish: a client\
 was dropped: it connected and did not send its command within 10 seconds"

# Who ends the server need not wait for it.
client silent
sleep 0.5
kill "$GUESTFISH_PID"
wait $client
is "the client of a server that has ended" "$(tail -1 silent.out)" dropped
is "what it says then" "$(wc -l < err)" 2
