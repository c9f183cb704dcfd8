#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Programs that launch at the same moment, with nothing in the cache directory
# yet: each gets a machine of its own.

. "$(dirname "$0")/../lib.sh"
requires_appliance

export LIBGUESTFS_CACHEDIR=$PWD/cache
mkdir cache gate
pids=()
for i in 1 2; do
  # They wait for the gate, so that none is ahead.
  (
    while [ -d gate ]; do sleep 0.01; done
    exec guestfish scratch "${i}M" : run : blockdev-getsize64 /dev/sda : \
      pwrite-device /dev/sda "mine $i" 0 : pread-device /dev/sda 6 0 \
      > "out$i" 2> "err$i"
  ) &
  pids+=($!)
done
sleep 0.2
rmdir gate
for i in 1 2; do
  wait "${pids[i - 1]}" || fail "program $i: $(cat "err$i")"
  is "errors of $i" "$(cat "err$i")" ""
  is "size in $i" "$(head -1 "out$i")" $((i << 20))
  is "content in $i" "$(tail -n +3 "out$i")" "mine $i"
done
# What they remember is whole, and nobody else's to write.
is "others can write" "$(find cache -perm /022)" ""
is "half-written files" \
  "$(find cache -type f '(' -size 0 ! -name lock -o -name '*.tmp*' ')')" ""
is "unfinished templates" "$(find cache -name '*.new')" ""
# And it is of use.
guestfish scratch 1M : run : ping-daemon || fail "the cache is damaged"
