#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# guestmount -i: an operating system, an encrypted one, and none.

. "$(dirname "$0")/../lib/storage.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires python3

image=$abs_top_srcdir/demo/debian.img
if [ ! -f "$image" ]; then
  image=$PWD/debian.img
  "$abs_top_srcdir/tools/make-debian-image" "$image" >log 2>&1 ||
    skip "no Debian image can be made: $(tail -n 1 log)"
fi
mkdir mnt
guestmount --ro --format=raw -a "$image" -i mnt
matches "the system" "$(cat mnt/etc/os-release)" 'ID=debian'
[ "$(find mnt/usr/share -xdev | wc -l)" -gt 1000 ] || fail "few files"
is "a program of the guest" "$(readlink mnt/bin)" usr/bin
guestunmount --wait mnt

guestfish -N plain.img=fs exit
status_is 1 guestmount --format=raw -a plain.img -i mnt
matches "no system" "$said" '^guestmount: -i: no operating system was found'

# ---- An encrypted one: its key is given, piped in, or typed ----
disk locked.img 64M
printf 'ID=debian\nVERSION_ID=12\nPRETTY_NAME=Toy\n' > os-release
session <<S
add locked.img $scratch
run
part-disk /dev/sda mbr
$(quick_luks /dev/sda1 secret)
debug sh "echo -n secret | cryptsetup open --key-file=- /dev/sda1 made"
mkfs ext4 /dev/mapper/made
mount /dev/mapper/made /
mkdir /etc
mkdir /bin
write /etc/fstab "/dev/mapper/made / ext4 defaults 0 1\n"
upload os-release /etc/os-release
S
gm=(guestmount --ro --format=raw -a locked.img -i)
status_is 1 "${gm[@]}" mnt
matches "no key" "$said" 'encrypted .* /dev/sda1: give the key'
unlocked() {
  is "the system" "$(grep ^PRETTY mnt/etc/os-release)" PRETTY_NAME=Toy
  guestunmount --wait mnt
}
"${gm[@]}" --key /dev/sda1:key:secret mnt
unlocked
echo secret | "${gm[@]}" --keys-from-stdin mnt
unlocked
python3 "$abs_top_srcdir/tests/lib/terminal.py" "${gm[@]}" mnt >seen 2>&1 \
  <<'END' || fail "a key that is typed: $(cat seen)"
Enter key or passphrase ("/dev/sda1"): |secret\n
END
unlocked
