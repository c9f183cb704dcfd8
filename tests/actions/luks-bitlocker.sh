#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# BitLocker volumes that Windows made are opened with their password or
# recovery key, and not with another. The images are those of cryptsetup's
# tests: GUESTFS_TEST_IMAGES names the directory with bitlk-images.tar.xz.
#
# Without KVM deriving one key takes 15 seconds and more: one volume only.
# luks-bitlocker-all.sh opens the others, and tries a wrong key.
# tier: slow

. "$(dirname "$0")/../lib.sh"
requires xz
requires_appliance
requires_image bitlk-images.tar.xz
tar -xJf "$test_images/bitlk-images.tar.xz"
cd bitlk-images || exit 1

# value IMAGE NAME: from the list that comes with the images.
value() { sed -n "/^\[$1\]/,/^\$/s/^$2=//p" images.conf; }

# opens IMAGE KEY: the volume inside is the one that it should be.
opens() {
  local name=$1 out from=$SECONDS
  out=$(printf '%s\n' "$2" |
          guestfish --ro --format=raw --keys-from-stdin -a "$name.img" \
            run : vfs-type /dev/sda : cryptsetup-open /dev/sda map : \
            vfs-uuid /dev/mapper/map : blockdev-getro /dev/mapper/map : \
            checksum-device sha256 /dev/mapper/map 2>&1) ||
    fail "$name: $out"
  is "$name" "$out" "BitLocker
$(value "$name" UUID)
false
$(value "$name" SHA256SUM)"
  echo "$name: $((SECONDS - from)) s"
}

names=bitlk-aes-xts-128-4k
if [ -n "${GUESTFS_TEST_ALL:-}" ]; then
  names=$(sed -n 's/^\[\(.*\)\]$/\1/p' images.conf | grep -vx "$names")
fi

nr=0
for name in $names; do
  # Without a sum it cannot be opened; some have no password.
  [ -n "$(value "$name" SHA256SUM)" ] || continue
  password=$(value "$name" PW) recovery=$(value "$name" RP)
  key=${password:-$recovery}
  [ -n "$key" ] || continue
  # One with the recovery key.
  [ $nr -ne 1 ] || key=$recovery
  opens "$name" "$key"
  nr=$((nr + 1))
done
[ $nr -ge 1 ] || fail "no volume was opened"
[ -n "${GUESTFS_TEST_ALL:-}" ] || exit 0
[ $nr -ge 13 ] || fail "only $nr volumes were opened"

wrong() {
  guestfish --ro --format=raw --keys-from-stdin -a bitlk-aes-cbc-256.img \
    run : cryptsetup-open /dev/sda map <<<wrong
}
if out=$(wrong 2>&1); then fail "a wrong key was taken"; fi
matches "wrong key" "$out" "no key slot matches this key"
