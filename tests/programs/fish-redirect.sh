#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# > and >> put the output of a command into a local file, and only that of
# this command, however it ends.

. "$(dirname "$0")/../lib.sh"

mkdir sub
status=0
out=$(HOME=$PWD guestfish 2>err <<'END'
echo one > out.txt
echo two >> out.txt
echo three >>out.txt
echo visible
echo short >"with blank.txt"
echo home > ~/home.txt
echo "a > b" '>' c
lcd sub
echo here > sub.txt
lcd ..
-nosuch-command > failed.txt
echo visible, too
-echo x > nodir/x.txt
-echo x > a.txt b.txt
-echo x >
-> only.txt
-echo x > a.txt | cat
echo last
END
) || status=$?
is status "$status" 0
is "standard output" "$out" "visible
a > b > c
visible, too
last"
is "out.txt" "$(cat out.txt)" $'one\ntwo\nthree'
is "a quoted name" "$(cat 'with blank.txt')" short
is "a name with ~" "$(cat home.txt)" home
is "after lcd" "$(cat sub/sub.txt)" here
is "a command that failed" "$(cat failed.txt)" ""
matches "a folder that is not there" "$(cat err)" \
  'stdin:13: > nodir/x.txt: No such file'
matches "two names" "$(cat err)" 'stdin:14: .*more words after the file name'
matches "no name" "$(cat err)" 'stdin:15: .*no file name after >'
matches "no command" "$(cat err)" 'stdin:16: .*no command before'
[ ! -e a.txt ] || fail "a line that makes no sense wrote a.txt"

if [ -c /dev/full ]; then
  echo 'echo x > /dev/full' > script
  fails_with 'cannot write: No space' guestfish -f script
fi

# A server writes into the client's file.
unset GUESTFISH_PID
eval "$(guestfish --listen)"
at_exit 'kill "$GUESTFISH_PID" 2>/dev/null || :'
guestfish --remote <<<'echo from the server > remote.txt'
is "remote" "$(cat remote.txt)" "from the server"
guestfish --remote exit
