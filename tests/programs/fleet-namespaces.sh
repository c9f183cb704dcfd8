#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfs-fleet and Dask on three machines that are network namespaces: the
# scheduler's, and two hosts with a worker each. Images come from a server of
# NBD, and one host loses its network.
# tier: slow

. "$(dirname "$0")/../lib/fleet.sh"
. "$abs_top_srcdir/tests/lib/dask.sh"
requires_root "makes network namespaces"
requires_appliance
requires ip qemu-nbd

tag=fl$$
at_exit "for n in head one two; do ip netns delete $tag\$n; done 2> /dev/null"
for name in head one two; do
  ip netns add $tag$name || skip "no network namespaces here"
  ip -n $tag$name link set lo up
done
ip -n ${tag}head link add bridge type bridge
ip -n ${tag}head address add 10.99.0.1/24 dev bridge
ip -n ${tag}head link set bridge up
for host in one two; do
  [ $host = one ] && number=2 || number=3
  ip -n ${tag}head link add to-$host type veth peer name net netns $tag$host
  ip -n ${tag}head link set to-$host master bridge up
  ip -n $tag$host address add "10.99.0.$number/24" dev net
  ip -n $tag$host link set net up
done
in_head() { ip netns exec ${tag}head "$@"; }

make_system 0.img debian 12 'Debian 12'
images=()
for n in 0 1 2 3 4 5; do
  background ip netns exec ${tag}head qemu-nbd --read-only --persistent \
    --shared=0 -f raw -b 10.99.0.1 -p 1080$n -x disk$n 0.img
  images+=("nbd://10.99.0.1:1080$n/disk$n")
done
cat > job.py <<'END'
import os
import time


def slow(g, root, state):
    """Which namespace, so which host."""
    host = os.readlink("/proc/self/ns/net")
    with open(state, "a") as f:
        print(host, file=f)
    time.sleep(2)
    yield {"hostname": g.inspect_get_hostname(root), "host": host}
END

# After how long a host without a network is taken for lost.
export DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL=15s
export DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP=15s
address=tcp://10.99.0.1:8786
start_scheduler 10.99.0.1 8786 ip netns exec ${tag}head
head_listens() {
  in_head bash -c '(: < /dev/tcp/10.99.0.1/8786) 2> /dev/null'
}
wait_until head_listens
start_worker $address 1 ip netns exec ${tag}one
start_worker $address 1 ip netns exec ${tag}two

: > state
in_head timeout 900 "$python" -m guestfs_fleet run job.py:slow \
  -A "state=$PWD/state" -o both.sqlite --scheduler $address "${images[@]}" \
  > log 2>&1 || fail "$(cat log)"
is "results" "$(results both.sqlite)" '6|6|6|6'
is "hosts" "$(sql both.sqlite 'SELECT count(DISTINCT host) FROM job_slow')" 2
is "names" "$(sql both.sqlite 'SELECT name FROM image ORDER BY name LIMIT 1')" \
  "${images[0]}"

# One host is cut off in the middle of its work.
: > state
in_head timeout 900 "$python" -m guestfs_fleet run job.py:slow \
  -A "state=$PWD/state" -o cut.sqlite --scheduler $address "${images[@]}" \
  > log 2>&1 &
run=$!
both_work() { (($(sort -u state | wc -l) == 2)); }
wait_until both_work
ip -n ${tag}two link set net down
wait $run || fail "$(cat log)"
is "results without a host" "$(results cut.sqlite)" '6|6|6|6'
