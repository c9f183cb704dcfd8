#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ctrl-Z while guestfish asks for a key, and fg: the shell's terminal is as it
# was meanwhile, the question comes again, and what is typed still does not show.
# tier: slow

. "$(dirname "$0")/../lib.sh"
requires python3

export TERM=dumb INPUTRC=/dev/null
status=0
out=$(python3 "$abs_top_srcdir/tests/lib/terminal.py" bash --norc -i <<'END'
|PS1='[''sh] '\n
[sh] |guestfish cryptsetup-open /dev/sda x\n
("key"): |half a word\x1a
Stopped|
[sh] |stty -a | grep -o '.echo '\n
 echo|
[sh] |fg\n
("key"): |hunter2\n
not running|
[sh] |stty -a | grep -o '.echo '\n
 echo|
[sh] |exit\n
END
) || status=$?
is "status, with what was seen: $out" $status 0
! grep -q 'hunter2\|half a word' <<< "$out" || fail "the key was shown: $out"
