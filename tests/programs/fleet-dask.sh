#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfs-fleet on a real Dask cluster: a worker is killed in the middle of its
# work, the scheduler is killed and started again; each image has one result.
# tier: slow

. "$(dirname "$0")/../lib/fleet.sh"
. "$abs_top_srcdir/tests/lib/dask.sh"
requires_appliance

make_system 0.img debian 12 'Debian 12'
for n in 1 2 3 4 5 6 7; do cp --sparse=always 0.img $n.img; done
cat > job.py <<'END'
import os
import time


def slow(g, root, state):
    with open(state, "a") as f:
        print(g.get_pid(), file=f)
    time.sleep(2)
    yield {"hostname": g.inspect_get_hostname(root)}
END

port=$(free_port)
address=tcp://127.0.0.1:$port
fails_with "guestfs-fleet: $address: no scheduler of Dask answers" \
  fleet run job.py:slow -A state=state -o none.sqlite 0.img \
  --scheduler "$address"

start_scheduler 127.0.0.1 "$port"
wait_until listens "$port"
start_worker "$address" 1
first=$worker
start_worker "$address" 1

begin() {
  : > state
  timeout 900 "$python" -m guestfs_fleet run job.py:slow -o "$1" ./?.img \
    -A "state=$PWD/state" --scheduler "$address" > log 2>&1 &
  run=$!
}
started() { (($(wc -l < state) >= $1)); }
finished() {
  wait $run || fail "$1: $(cat log)"
  is "$1: results" "$(results "$2")" '8|8|8|8'
}

begin plain.sqlite
finished "nothing happens" plain.sqlite

# Its place is taken by another.
begin killed.sqlite
wait_until started 3
kill -9 "$first"
start_worker "$address" 1
finished "a worker is killed" killed.sqlite

# All that the scheduler knew is lost. Workers of Dask end without it.
begin restarted.sqlite
wait_until started 3
kill -9 "$scheduler"
sleep 2
start_scheduler 127.0.0.1 "$port"
wait_until listens "$port"
start_worker "$address" 2
finished "the scheduler is started again" restarted.sqlite

# Ctrl-C: no machine goes on.
begin interrupted.sqlite
wait_until started 3
kill -INT $run
status=0
wait $run || status=$?
is "the status" "$status" 130
gone() { ! kill -0 "$1" 2> /dev/null; }
while read -r qemu; do wait_until gone "$qemu"; done < state
fleet resume interrupted.sqlite > log 2>&1 || fail "resume: $(cat log)"
is "resumed: results" "$(results interrupted.sqlite)" '8|8|8|8'
