#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Change the passphrase of an encrypted disk.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
luks_guest disk.img "old key"
echo "old key" > old
echo "new key" > new
recipe
opens() {
  guestfish --ro --format=raw -a disk.img --keys-from-stdin run : \
    cryptsetup-open /dev/sda1 x : vfs-type /dev/mapper/x < "$1" 2>&1
}
is "with the new passphrase" "$(opens new)" ext4
! opens old > said || fail "the old passphrase still opens it"
