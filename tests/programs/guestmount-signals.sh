#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Signals that come twice, or at a bad moment, and what guestmount takes over
# from its caller: everything is written, nothing is left, no lock is held.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires flock python3

guestfish -N disk.img=fs:ext4 exit
mkdir mnt
gm=(guestmount --format=raw -a disk.img -m /dev/sda1)
# survived NAME
survived() {
  is "file $1" "$(guestfish --ro --format=raw -a disk.img -m /dev/sda1 \
                    cat "/$1")" "$1"
}
# wait_until COMMAND…
wait_until() {
  local try
  for try in {1..600}; do ! "$@" || return 0; sleep 0.05; done
  fail "never came true in $try looks: $*"
}
nothing_left() {
  wait_for_no_guestmount || fail "$1: guestmount still runs"
  ! is_mounted mnt || fail "$1: still mounted"
  [ ! -e pid ] || fail "$1: the PID file is still there"
}

# ---- The same signal twice, as timeout(1) sends it ----
"${gm[@]}" --no-fork --pid-file pid mnt & pid=$!
wait_until test -s pid
wait_until is_mounted mnt
echo twice > mnt/twice
kill $pid; kill $pid
status=0
wait $pid || status=$?
is "status after the same signal twice" $status 0
nothing_left "a signal twice"
survived twice

# ---- To the process group, while it launches: the parent passes it on ----
for delay in 0.02 0.1 0.3; do
  setsid "${gm[@]}" --pid-file pid mnt 2>said & leader=$!
  sleep $delay
  kill -TERM -- -$leader 2>/dev/null || true
  wait $leader 2>/dev/null || true
  [ ! -s pid ] || kill "$(<pid)" 2>/dev/null || true
  nothing_left "a signal to the group after $delay s"
  is "what it says" "$(<said)" ""
done

# ---- As soon as the PID file is there ----
cat > at_once.py <<'PY'
import os, signal, sys
while True:
    try:
        pid = int(open("pid").read())
        break
    except (OSError, ValueError):
        pass
os.kill(pid, signal.SIGTERM)
PY
for _ in 1 2 3; do
  python3 at_once.py & killer=$!
  timeout 60 "${gm[@]}" --pid-file pid mnt 2>said || true
  wait $killer
  nothing_left "a signal as soon as there is a PID file"
done

# ---- What the caller has open is not held ----
"${gm[@]}" --pid-file pid mnt 8>lock 9>other
pid=$(<pid)
for f in lock other; do
  ! find "/proc/$pid/fd" -lname "*/$f" | grep . || fail "$f is held"
done
(flock 9; "${gm[@]}" mnt 2>/dev/null || true) 9>lock
flock -n lock true || fail "a lock of the caller is held by guestmount"

# ---- Another guestmount that fails does not take the PID file away ----
mkdir other-mnt
status_is 1 guestmount -a disk.img -m /dev/sda9 --pid-file pid other-mnt
is "the PID file of the first" "$(<pid)" "$pid"
guestunmount --wait mnt
wait_for_end "$pid"
nothing_left "after it was unmounted"

# What guestmount did not write stays.
ln -s /dev/null null
"${gm[@]}" --pid-file null mnt
guestunmount --wait mnt
wait_for_no_guestmount || fail "guestmount still runs"
[ -L null ] || fail "a link to /dev/null was removed as a PID file"
status_is 1 guestmount -a disk.img -m /dev/sda9 --pid-file new mnt
[ ! -e new ] || fail "a PID file without a process is left"

# ---- The parent is killed while a key could be asked for ----
"${gm[@]}" mnt 2>said & parent=$!
wait_until pgrep -P $parent -x guestmount >/dev/null
child=$(pgrep -P $parent -x guestmount)
kill -STOP "$child"
kill -9 $parent
wait $parent 2>/dev/null || true
kill -CONT "$child"
wait_for_end "$child"
nothing_left "after the parent was killed"
is "what the child says" "$(<said)" ""
