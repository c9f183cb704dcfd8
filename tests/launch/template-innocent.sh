#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A drive that is slow, or that the daemon refuses, is not the template's
# fault: it stays, and is used by the next launch.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"
requires qemu-nbd python3

launch
# blameless WHAT N: there are N templates
blameless() {
  is "$1: templates" "$(template | wc -l)" "$2"
  [ -z "$(find "$store" -name '*.failed')" ] || fail "$1: a failure was noted"
}

# Looking at it takes longer than a clone may take to give a sign of life.
dd if=/dev/urandom of=slow.img bs=1M count=8 status=none
qemu-nbd --object throttle-group,id=slow,x-bps-total=6000 --image-opts \
  driver=throttle,throttle-group=slow,file.driver=file,file.filename=slow.img \
  -k "$PWD/nbd" -t &
server=$!
at_exit "kill $server"
for _ in $(seq 100); do [ ! -S nbd ] || break; sleep 0.05; done
from=$SECONDS
LIBGUESTFS_BACKEND_SETTINGS=force_tcg:template_timeout=4 LIBGUESTFS_DEBUG=1 \
  guestfish add "" protocol:nbd "server:'unix:$PWD/nbd'" format:raw : \
  run > out 2> log || fail "launch with a slow drive: $(cat log)"
[ $((SECONDS - from)) -ge 5 ] || fail "the drive was not slow"
blameless "slow drive" 1
cloned

# In the clone it is not where the daemon is told that it is.  (This QEMU has a
# template of its own.)
export LIBGUESTFS_HV=$abs_top_srcdir/tests/lib/qmp-between.py
export QMP_ONLY=-incoming QMP_FROM='"scsi-id":0' QMP_TO='"scsi-id":7'
launch
blameless "refused drive" 2
not_cloned
said 'not used: .*could not be set up'
QMP_TO=$QMP_FROM
launch
cloned
