#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a launched machine has loaded before anybody asks: the drivers that
# nearly every disk needs; and no module has type information to be read.

. "$(dirname "$0")/../lib.sh"
requires_appliance

guestfish run : debug sh "ls /sys/module" > modules ||
  fail "the modules cannot be listed"
for module in dm_mod ext4 vfat; do
  grep -qx $module modules || fail "$module is not loaded: $(cat modules)"
done
is "what has type information" \
  "$(guestfish run : debug sh "modprobe xfs && ls /sys/kernel/btf")" vmlinux
