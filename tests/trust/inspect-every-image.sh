#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# File systems of all kinds, damaged and foreign ones, on one machine with a
# good system: it is found, the appliance lives, and each that was not looked
# at has a warning.
# tier: slow

. "$(dirname "$0")/../lib.sh"
requires_appliance

drives=()
for name in blkid-images foreign-fs bitlk-images; do
  requires_image "$name.tar.xz"
  mkdir "$name"
  tar -C "$name" -xf "$test_images/$name.tar.xz"
done
while read -r image; do drives+=(-a "$image"); done < <(
  find . -name '*.img' -o -name '*.raw' | sort)
n=$((${#drives[@]} / 2))
[ "$n" -ge 150 ] || fail "only $n images"
guestfish -N good.img=fs:ext4:32M <<'SCRIPT'
mount /dev/sda1 /
mkdir /etc
mkdir /bin
write /etc/os-release "ID=debian\nVERSION_ID=12\n"
SCRIPT

start=$SECONDS
guestfish --ro --format=raw -a good.img "${drives[@]}" >out 2>err <<'SCRIPT' ||
run
inspect-os
list-filesystems
SCRIPT
  fail "status $?: $(tail -n 3 err)"
[ $((SECONDS - start)) -lt 200 ] || fail "it took $((SECONDS - start)) s"
is "systems" "$(grep -v : out)" /dev/sda1
[ "$(grep -c : out)" -ge 130 ] || fail "only these were seen: $(cat out)"
if grep encrypted err; then fail "hints, though a system was found"; fi

# Of each BitLocker there is a hint when nothing else was found.
guestfish --ro --format=raw "${drives[@]}" >none 2>err <<'SCRIPT' ||
run
inspect-os
list-filesystems
SCRIPT
  fail "status $?: $(tail -n 3 err)"
is "systems" "$(grep -v : none)" ""
is "hints of encryption" "$(grep -c 'encrypted (BitLocker)' err)" \
  "$(grep -c ': BitLocker$' none)"
