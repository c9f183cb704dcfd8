#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfs-fleet that is interrupted, ended or killed goes on where it was: each
# image once, no process or file left.
# tier: slow

. "$(dirname "$0")/../lib/fleet.sh"
requires_appliance

make_system 0.img debian 12 'Debian 12'
for n in 1 2 3 4 5; do cp --sparse=always 0.img $n.img; done
cat > job.py <<'END'
import os
import time


def slow(g, root, state):
    with open(state, "a") as f:
        print(os.getpid(), os.getppid(), g.get_pid(), file=f)
    time.sleep(1)
    yield {"hostname": g.inspect_get_hostname(root)}
END

images_done() {
  case $1 in
    *.jsonl) wc -l < "$1" ;;
    *) sql "$1" 'SELECT count(*) FROM result' ;;
  esac 2> /dev/null || echo 0
}
some_done() { [ "$(images_done "$1")" -ge 2 ]; }
gone() { ! kill -0 "$1" 2> /dev/null; }

# interrupted SIGNAL OUTPUT STATUS
interrupted() {
  local signal=$1 out=$2 pid status=0 attempt worker qemu started
  : > state
  guestfs-fleet run job.py:slow -A "state=$PWD/state" -w 2 -o "$out" ./?.img \
    > log 2>&1 &
  pid=$!
  wait_until some_done "$out"
  started=$SECONDS
  kill -"$signal" $pid
  wait $pid || status=$?
  is "status after $signal" "$status" "$3"
  ((SECONDS - started <= 8)) || fail "$signal: it took $((SECONDS - started)) s"
  while read -r attempt worker qemu; do
    wait_until gone "$attempt"
    wait_until gone "$worker"
    wait_until gone "$qemu"
  done < state
  [ "$signal" = KILL ] || nothing_is_left
  (($(images_done "$out") < 6)) || fail "$signal: nothing was left to do"
}

# goes_on OUTPUT
goes_on() {
  local before
  before=$(images_done "$1")
  : > state
  fleet resume "$1" -w 2 > log 2>&1 || fail "$1: $(cat log)"
  matches "$1: the summary" "$(tail -n 1 log)" \
    "^$((6 - before)) images? done; $before done before; "
  is "$1: images looked at again" "$(wc -l < state)" $((6 - before))
  is "$1: images" "$(images_done "$1")" 6
  nothing_is_left
}

interrupted INT int.sqlite 130
matches "what it says" "$(tail -n 1 log)" 'go on with: guestfs-fleet resume '
goes_on int.sqlite
is "rows" "$(sql int.sqlite 'SELECT count(*), count(DISTINCT image)
     FROM job_slow')" '6|6'

interrupted TERM term.jsonl 143
printf '{"image":"cut' >> term.jsonl            # as a power failure leaves it
goes_on term.jsonl
is "images" "$(grep -o '"image": "[^"]*"' term.jsonl | sort -u | wc -l)" 6

interrupted KILL kill.sqlite 137
fails_with "$PWD/kill.sqlite: .*another guestfs-fleet is writing" \
  flock kill.sqlite.run guestfs-fleet resume kill.sqlite
goes_on kill.sqlite
is "rows" "$(sql kill.sqlite 'SELECT count(*), count(DISTINCT image)
     FROM job_slow')" '6|6'
