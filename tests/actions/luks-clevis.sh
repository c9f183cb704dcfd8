#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A device that Clevis has bound to a Tang server is opened without its key
# while the server answers, also by guestfish -i, and not when it does not.
# tier: slow

. "$(dirname "$0")/../lib.sh"
PATH=$PATH:/usr/sbin:/sbin:/usr/libexec
requires clevis-luks-bind cryptsetup socat tangd tangd-keygen
requires_appliance

mkdir keys
tangd-keygen "$PWD/keys" >/dev/null 2>&1
start_tang() {
  socat "TCP-LISTEN:$1,bind=127.0.0.1,fork,reuseaddr" \
    EXEC:"tangd keys" 2>tang.err &
  tang=$!
  local try
  for try in 1 2 3 4 5 6 7 8 9 10; do
    ! socat -u OPEN:/dev/null "TCP:127.0.0.1:$1" 2>/dev/null || return 0
    kill -0 $tang 2>/dev/null || return 1
    sleep 0.2
  done
  : "$try"
  return 1
}
port=
for p in 7811 17811 27811; do
  if start_tang $p; then port=$p; break; fi
done
[ -n "$port" ] || skip "no port for a Tang server: $(cat tang.err)"
at_exit "kill $tang 2>/dev/null"

# 169.254.2.2 is the host for the appliance; here it is 127.0.0.1, so the binding
# is made with the advertisement in a file and the address of the guest.
socat -t 5 - "TCP:127.0.0.1:$port" >answer \
  <<< $'GET /adv HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r'
sed '1,/^\r$/d' answer >adv
truncate -s 32M disk.img
printf 'the key' |
  cryptsetup luksFormat -q --type luks2 --pbkdf pbkdf2 \
    --pbkdf-force-iterations 1000 disk.img -
cp disk.img unbound.img
printf 'the key' |
  clevis-luks-bind -y -k - -d disk.img tang \
    "{\"url\": \"http://169.254.2.2:$port\", \"adv\": \"$PWD/adv\"}" >bind 2>&1 ||
  skip "clevis could not bind a file: $(cat bind)"

open_it() {
  guestfish --network --format=raw -a disk.img <<'SCRIPT'
run
clevis-luks-unlock /dev/sda opened
list-dm-devices
mkfs ext2 /dev/mapper/opened
vfs-type /dev/mapper/opened
mount /dev/mapper/opened /
mkdir /etc
mkdir /bin
touch /etc/fstab
write /etc/os-release "ID=debian\nVERSION_ID=12\n"
SCRIPT
}
is "opened by the server" "$(open_it)" "/dev/mapper/opened
ext2"

for device in /dev/sda all; do
  is "guestfish -i, $device" "$(guestfish --ro --format=raw -a disk.img \
    --key "$device:clevis" -i inspect-get-roots </dev/null)" \
    "/dev/mapper/luks-$(cryptsetup luksUUID disk.img)"
done

kill "$tang"
fails_with "clevis_luks_unlock: /dev/sda: Clevis did not get the key: " open_it
mv unbound.img disk.img
fails_with "clevis_luks_unlock: /dev/sda: no key slot is bound" open_it
