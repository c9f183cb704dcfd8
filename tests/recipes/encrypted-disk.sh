#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make an encrypted disk.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
echo "correct horse" > passphrase
echo "the secret text" > secret.txt
recipe
is "the signature of LUKS" "$(dd if=disk.img bs=1 count=4 status=none \
  skip="$(part_start disk.img 1)")" LUKS
! grep -q "secret text" disk.img || fail "the image has the text in it"
out=$(guestfish --ro --format=raw --keys-from-stdin -a disk.img run : \
  cryptsetup-open /dev/sda1 again : mount-ro /dev/mapper/again / : \
  cat /secret.txt < passphrase)
is "the file" "$out" "the secret text"
