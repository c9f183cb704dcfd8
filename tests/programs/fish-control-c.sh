#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ctrl-C at a terminal, which sends SIGINT to every process of its foreground
# group: the appliance lives on. It throws away a half-typed line, cancels the
# command that runs, ends a program of the host and the question for a key.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires python3
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' ||
  skip "python3 is older than 3.9"

export HOME="$test_tmp" TERM=dumb INPUTRC=/dev/null
export GUESTFISH_PS1='\x5bp\135 '
truncate -s 500G huge.img

status=0
out=$(python3 "$abs_top_srcdir/tests/lib/terminal.py" \
        guestfish --format=raw -a huge.img <<'END'
[p] |run\n
[p] |get-memsi\x03
[p] |list-devices\n
/dev/sda|
[p] |!echo go''ing; exec sleep 600\n
going|\x03
killed by signal 2|
[p] |set-trace true\n
[p] |download /dev/sda /dev/null\n
trace: download|\x03
cancel|
[p] |set-trace false\n
[p] |list-devices\n
/dev/sda|
[p] |write-append\x03
[p] |ping-daemon\n
[p] |echo alive | tr a-z A-Z\n
ALIVE|
[p] |cryptsetup-open /dev/sda x\n
("key"): |half\x03
cancelled|
[p] |!stty -a | grep -ow -e '-*echo' | sed 's,^,=,' | tr a-z A-Z\n
=ECHO|
[p] |quit\n
END
) || status=$?
is "status, with what was seen: $out" $status 0
case $out in *"terminating on signal"*) fail "QEMU got the signal: $out";; esac
is "nothing is left in /tmp" "$(find . -name 'guestfish??????*')" ""
