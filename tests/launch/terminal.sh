#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# At a terminal: Ctrl-C and Ctrl-Z are for guestfish and leave the appliance
# alone; when the terminal goes everything ends.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires python3
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' ||
  skip "python3 is older than 3.9"

export HOME="$test_tmp" TERM=dumb INPUTRC=/dev/null
export GUESTFISH_PS1='><fs> '
unset PAGER
mkfifo never
exec 9<> never
# A shell with job control has the terminal; guestfish is its job.
# The prompt of the shell is not what is typed to set it.
session() { python3 "$abs_top_srcdir/tests/lib/terminal.py" bash --norc -i; }
alive() { [ -d "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status"; }

out=$(session <<'EOF'
bash|PS1=she'll> '\n
shell> |guestfish\n
><fs> |scratch 1M\n
><fs> |scratch 2M\n
><fs> |run\n
><fs> |list-dev\x03
><fs> |blockdev-getsize64 /dev/sda\n
1048576|
><fs> |upload never /dev/sda\n
never|
SLEEP 1
|\x03
cancel|
><fs> |blockdev-getsize64 /dev/sdb\n
2097152|
><fs> |\x1a
Stopped|
shell> |fg\n
guestfish|
|\n
><fs> |blockdev-getsize64 /dev/sda\n
1048576|
><fs> |quit\n
shell> |exit\n
EOF
) || fail "session: $out"

# The window is closed.
session > out 2>&1 <<'EOF' || fail "session: $(cat out)"
bash|PS1=she'll> '\n
shell> |guestfish\n
><fs> |scratch 1M\n
><fs> |run\n
><fs> |pid > pid\n
><fs> |get-pid > qemu\n
><fs> |!sleep 0.1\n
><fs> |
HANG UP
EOF
for _ in $(seq 100); do
  alive "$(cat pid)" || alive "$(cat qemu)" || break
  sleep 0.1
done
! alive "$(cat pid)" || fail "guestfish outlived its terminal"
! alive "$(cat qemu)" || fail "QEMU outlived its terminal"
