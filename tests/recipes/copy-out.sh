#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Copy files out of a guest.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_tree
seq 50000 > guest/var/log/big.log
linux_guest disk.img
before=$(sha256sum < disk.img)
recipe
is "a large file" "$(sha256sum < log/big.log)" \
  "$(sha256sum < guest/var/log/big.log)"
is "another" "$(cat hostname)" oldname
is "the disk" "$(sha256sum < disk.img)" "$before"
