#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Save and restore the boot sector of a disk.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
requires qemu-img
partitioned disk.img 8
head -c 440 /dev/urandom | at 0 disk.img
head -c 512 disk.img > before
qemu-img convert -O qcow2 disk.img disk.qcow2
# What happens between the two: it is overwritten.
# shellcheck disable=SC2317  # the recipe calls it
guestfish() {
  [ "$1" = --ro ] ||
    command guestfish --format=qcow2 -a disk.qcow2 run : zero-device /dev/sda
  command guestfish "$@"
}
export -f guestfish
recipe
unset -f guestfish
cmp before boot-sector || fail "another boot sector was saved"
qemu-img convert -O raw disk.qcow2 after.img
cmp -n 512 before after.img || fail "another boot sector was restored"
