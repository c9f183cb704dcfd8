#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Work on a disk of an NBD server.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
requires qemu-nbd qemu-img
linux_guest disk.img
qemu-img convert -O qcow2 disk.img disk.qcow2
at_exit '[ ! -f nbd.pid ] || kill "$(cat nbd.pid)" 2> /dev/null'
recipe
for _ in {1..100}; do
  pgrep -f "qemu-nbd.*$PWD/socket" > /dev/null || break
  sleep 0.1
done
! pgrep -f "qemu-nbd.*$PWD/socket" || fail "qemu-nbd still runs"
qemu-img convert -O raw disk.qcow2 after.img
is "the file" "$(file_in after.img /etc/motd)" "over the network"
