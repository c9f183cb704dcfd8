#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# What a launched machine has loaded before anybody asks: the drivers that
# nearly every disk needs; and no module has type information to be read, or
# functions and events to be looked up for tracing.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# A machine that is booted, while another test saves one, says nothing of those.
for _ in 1 2 3 4 5; do
  guestfish -v run : debug sh "ls /sys/module" > modules 2> log ||
    fail "the modules cannot be listed"
  ! grep -aq 'template: started from' log || break
done
for module in dm_mod ext4 vfat; do
  grep -qx $module modules || fail "$module is not loaded: $(cat modules)"
done

# Those that take longest are loaded in the machine that is saved only.
if [ "${LIBGUESTFS_TEMPLATE-}" != off ]; then
  grep -aq 'template: started from' log ||
    fail "five launches, none from a template: $(grep -a template log)"
  for module in raid6_pq xor btrfs xfs; do
    grep -qx $module modules || fail "$module is not loaded in a template"
  done
fi
LIBGUESTFS_TEMPLATE=off guestfish run : debug sh "ls /sys/module" > cold
! grep -qx raid6_pq cold || fail "a machine of its own waits for raid6_pq"

guestfish run : debug sh "modprobe xfs && ls /sys/kernel/btf &&
  ls /sys/module/xfs/sections" > xfs
grep -qx __tracepoints xfs || fail "no sections of xfs: $(cat xfs)"
is "what has type information, or is ready to be traced" \
  "$(grep -xE '.*linux|xfs|__mcount_loc|_ftrace.*' xfs)" vmlinux
