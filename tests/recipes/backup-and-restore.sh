#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Back up a directory of a guest, and restore it.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
old=$(mode_in disk.img /etc/shadow)
# What happens between the two.
# shellcheck disable=SC2317  # the recipe calls it
guestfish() {
  [ "$1" = --ro ] ||
    command guestfish -a disk.img --format=raw -m /dev/sda1 \
      rm /etc/hostname : chmod 0777 /etc/shadow
  command guestfish "$@"
}
export -f guestfish
recipe
unset -f guestfish
is "a file that was removed" "$(file_in disk.img /etc/hostname)" oldname
is "a mode" "$(mode_in disk.img /etc/shadow)" "$old"
tar -tzf etc.tar.gz > names
grep -qx ./shadow names || fail "the archive lacks shadow"
