#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# event, list-events, delete-event, without an appliance.

# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"

out=$(SHELL=/bin/bash guestfish 2>trace <<'EOF'
event first trace 'echo "$EVENT:$*"'
event second "close,launch_done" 'echo "$EVENT"'
event "" * 'true'
list-events
set-trace true
get-memsize
set-trace false
delete-event first
delete-event ""
set-trace true
get-memsize
set-trace false
list-events
-delete-event first
-event x nosuch true
-event x "launch,,close" true
event short lau,LIB,lib,t true
list-events
reopen
!echo reopened
list-events
event again * true
list-events
EOF
) || fail "events: $(cat trace)"

matches "list" "$out" '"first" \(0\): trace: echo "\$EVENT:\$\*"'
matches "list of several" "$out" \
  '"second" \(1\): close,launch_done: echo "\$EVENT"'
matches "list of all" "$out" '"" \(2\): \*: true'
matches "the script ran" "$out" 'trace:get_memsize'
is "and not once it was deleted" "$(grep -c '^trace:get_memsize$' <<<"$out")" 1
matches "short names, the first that fits" "$out" \
  '"short" \(3\): launch_done,library,trace: true'
is "close, of the first handle" "$(grep -c '^close$' <<<"$out")" 1
is "reopen forgets them all, and numbers begin again" \
  "$(sed -n '/^reopened$/,$p' <<<"$out")" $'reopened\n"again" (0): *: true'
matches "deleted already" "$(cat trace)" "no event handler is called 'first'"
matches "no such event" "$(cat trace)" "'nosuch' is not an event"
matches "an empty name" "$(cat trace)" "'' is not an event"
