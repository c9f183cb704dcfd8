#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# guestfish: a prepared disk, redirections, pipes, globs, events, errors.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/valgrind.sh"

requires_a_leak_to_be_found
# By its path: found through PATH it would be libtool's script, a shell.
guestfish=$abs_top_builddir/fish/guestfish

cat > script <<'SCRIPT'
event ev trace,close "echo event $EVENT >> events"
set-trace true
upload -<<END /heredoc
one
two
END
set-trace false
glob cat /hered*
download /heredoc - | tr a-z A-Z
cat "/heredoc"
-cat /nonexistent
-no-such-command
-mkdir
stat /heredoc
list-filesystems
part-list /dev/sda
lstatlist / "lost+found heredoc"
tune2fs-l /dev/sda1
alloc new.img 10M
time echo x
list-events
delete-event ev
help cat
lcd /
SCRIPT
status=0
under_valgrind report "$guestfish" -N disk.img=fs:ext2:32M -m /dev/sda1 \
  < script > out 2> err || status=$?
clean report
[ $status -eq 0 ] || { cat err >&2; fail "status $status"; }
matches "output" "$(cat out)" $'one\ntwo'
matches "output" "$(cat out)" $'ONE\nTWO'
matches "errors" "$(cat err)" "/nonexistent"
grep -q "event trace" events || fail "no event"

# Wrong use, before there is an appliance.
status=0
under_valgrind wrong "$guestfish" --no-such-option 2>/dev/null || status=$?
[ $status -ne 0 ] && [ $status -ne 99 ] || fail "wrong option: $status"
clean wrong
