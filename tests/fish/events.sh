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
reopen
list-events
EOF
) || fail "events: $(cat trace)"

matches "list" "$out" '"first" \([0-9]+\): trace: echo "\$EVENT:\$\*"'
matches "list of several" "$out" \
  '"second" \([0-9]+\): close,launch_done: echo "\$EVENT"'
matches "list of all" "$out" '"" \([0-9]+\): \*: true'
matches "the script ran" "$out" 'trace:get_memsize'
is "and not once it was deleted" "$(grep -c '^trace:get_memsize$' <<<"$out")" 1
is "close, of both handles" "$(grep -c '^close$' <<<"$out")" 2
is "reopen keeps the rest" "$(tail -n 2 <<<"$out" | head -n 1 |
  sed 's/([0-9]*)/(N)/')" '"second" (N): close,launch_done: echo "$EVENT"'
matches "deleted already" "$(cat trace)" "no event handler is called 'first'"
matches "no such event" "$(cat trace)" "'nosuch' is not an event"
