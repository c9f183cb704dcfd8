#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# One session with an appliance: what goes in and out of a guest.

. "$(dirname "$0")/../lib.sh"
requires_appliance
for c in upload download cat mount glob-expand mkdir tar-out; do
  guestfish -h $c >/dev/null 2>&1 || skip "this library has no $c"
done

printf 'from a local file\n' > local.txt
mkdir dir && echo inside > dir/file
status=0
printf 'standard input\n' > stdin.txt
guestfish -N disk.img=fs:ext4:128M -m /dev/sda1 -f /dev/fd/3 \
  3<<'SCRIPT' <stdin.txt >out 2>err || status=$?
upload local.txt /local.txt
cat /local.txt
upload -<<END /heredoc
line 1
  line 2 'quoted
END
cat /heredoc
-upload - /stdin
cat /stdin
download /heredoc -
download /heredoc - | tr a-z A-Z
download /heredoc copy
mkdir /d
write /d/a "A\n"
write /d/b "old\n"
glob cat /d/*
glob echo /d/nothing*
glob echo /dev/nothing* /d/?
glob echo /dev/sda?
chmod 0600 /d/b
copy-in dir /d
cat /d/dir/file
copy-out /d .
tar-out /d - | tar tf - | sort
stat /d/b | grep '^mode'
list-devices
-cat /nonexistent
cat /d/none
echo not reached
SCRIPT
is "status" $status 1
is "what went in and out" "$(cat out)" "from a local file

line 1
  line 2 'quoted

standard input

line 1
  line 2 'quoted
LINE 1
  LINE 2 'QUOTED
A

old

/d/nothing*
/dev/nothing* /d/a
/dev/nothing* /d/b
/dev/sda1
inside

./
./a
./b
./dir/
./dir/file
mode: 33152
/dev/sda"
is "downloaded" "$(cat copy)" "$(printf "line 1\n  line 2 'quoted")"
is "copied out" "$(cat d/dir/file)" inside
is "lines of errors" "$(wc -l <err)" 2
matches "place of the last error" "$(tail -n 1 err)" \
  '^/dev/fd/3:[0-9]+: libguestfs: error: cat: .*/d/none'

# The same disk in a server; nothing that it starts holds the pipe of $(…).
# Output to a regular file is appended, not overwritten.
eval "$(guestfish --listen --ro -a disk.img)"
at_exit "kill $GUESTFISH_PID 2>/dev/null"
is "launch in a command substitution" "$(guestfish --remote run)" ""
guestfish --remote mount-ro /dev/sda1 /
{ echo first
  guestfish --remote echo second
  guestfish --remote download /d/a -
  echo fourth
} > all
is "output to a file" "$(cat all)" "$(printf 'first\nsecond\nA\nfourth')"
guestfish --remote exit
