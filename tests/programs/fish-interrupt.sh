#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ctrl-C: once stops a transfer, twice ends the appliance under a command
# that does not stop; nothing is left behind, and the script has failed.

. "$(dirname "$0")/../lib.sh"
requires_appliance
set -m                          # so that SIGINT is not ignored

truncate -s 500G huge.img
# start ACTION…: it begins once the appliance runs
start() {
  printf '%s\n' run 'set-trace true' "$*" '!touch went-on' > script
  : > err
  guestfish --ro --format=raw -a huge.img -f script >out 2>err &
  pid=$!
  until grep -q "trace: $1 " err; do
    kill -0 $pid 2>/dev/null || fail "no appliance: $(cat err)"
    sleep 0.1
  done
  sleep 0.5                     # the appliance works on it now
}
finished() { status=0; wait $pid || status=$?; }

start download /dev/sda /dev/null
kill -INT $pid
finished
is "status" $status 1
matches "reason" "$(grep error: err)" 'libguestfs: error: download: .*cancel'
[ ! -e went-on ] || fail "the script went on after one Ctrl-C"

start debug sh "'sleep 1000'"
kill -INT $pid
for _ in {1..20}; do ! kill -0 $pid 2>/dev/null || sleep 0.1; done
! kill -0 $pid 2>/dev/null || kill -INT $pid
finished
is "status after two" $status 1
[ ! -e went-on ] || fail "the script went on after two Ctrl-C"

# An upload that waits for bytes that do not come.
mkfifo pipe
start upload pipe /dev/sda
exec 9> pipe
kill -INT $pid
finished
exec 9>&-
is "status of upload" $status 1
matches "reason" "$(grep error: err)" 'libguestfs: error: upload: .*cancel'
[ ! -e went-on ] || fail "the script went on after an upload was stopped"
