#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a launched machine has loaded before anybody asks: the drivers that
# nearly every disk needs; and no module has type information to be read.

. "$(dirname "$0")/../lib.sh"
requires_appliance

guestfish -v run : debug sh "ls /sys/module" > modules 2> log ||
  fail "the modules cannot be listed"
for module in dm_mod ext4 vfat; do
  grep -qx $module modules || fail "$module is not loaded: $(cat modules)"
done

# Those that take longest are loaded in the machine that is saved only. While
# another test saves one, this one was booted.
if grep -q 'template: started from' log; then
  for module in raid6_pq xor btrfs xfs; do
    grep -qx $module modules || fail "$module is not loaded in a template"
  done
else
  grep -a 'template: ' log || [ "${LIBGUESTFS_TEMPLATE-}" = off ] ||
    fail "nothing is said of templates"
fi
LIBGUESTFS_TEMPLATE=off guestfish run : debug sh "ls /sys/module" > cold
! grep -qx raid6_pq cold || fail "a machine of its own waits for raid6_pq"

is "what has type information" \
  "$(guestfish run : debug sh "modprobe xfs && ls /sys/kernel/btf")" vmlinux
