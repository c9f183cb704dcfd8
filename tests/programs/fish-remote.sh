#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# --listen and --remote, without an appliance.

# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"

unset GUESTFISH_PID
eval "$(guestfish --listen)"
[ -n "${GUESTFISH_PID:-}" ] || fail "--listen did not say where it is"
at_exit 'kill "$GUESTFISH_PID" 2>/dev/null'
first=$GUESTFISH_PID
socket=/tmp/.guestfish-$(id -u)/socket-$first
[ -S "$socket" ] || fail "no socket $socket"
is "mode of its folder" "$(stat -c %a "$(dirname "$socket")")" 700

is "output comes to the client" "$(guestfish --remote echo a 'b c')" "a b c"
guestfish --remote set-memsize 700
is "the handle stays" "$(guestfish --remote get-memsize)" 700
is "a script" "$(guestfish --remote <<'EOF'
set-memsize 800
get-memsize | tr 8 9
!echo here
EOF
)" "$(printf '900\nhere')"
is "errors come to the client" \
  "$(guestfish --remote -- -nosuch-command 2>&1 >/dev/null)" \
  "$(guestfish -- -nosuch-command 2>&1 >/dev/null)"
is "still there after a dash" "$(guestfish --remote get-memsize)" 800

# A second one beside it, told apart by number.
second=$(guestfish --listen --csh | sed -n 's/^setenv GUESTFISH_PID //p')
[ -n "$second" ] || fail "--csh"
at_exit "kill $second 2>/dev/null"
guestfish --remote="$second" set-memsize 1000
is "first" "$(guestfish --remote="$first" get-memsize)" 800
is "second" "$(guestfish --remote="$second" get-memsize)" 1000

# It ends when asked to, and when a command fails.
guestfish --remote="$first" exit
[ ! -e "$socket" ] || fail "the socket is still there after exit"
fails_with "cannot reach the guestfish with process number $first" \
  guestfish --remote="$first" get-memsize
if guestfish --remote="$second" nosuch-command 2>/dev/null; then
  fail "the status of the command was lost"
fi
fails_with "cannot reach" guestfish --remote="$second" get-memsize

# One that cannot start says so, and leaves nothing.
out=$(guestfish --listen -a /nonexistent.img 2>err) && fail "it started"
is "nothing to evaluate" "$out" ""
matches "why" "$(cat err)" 'nonexistent.img'
