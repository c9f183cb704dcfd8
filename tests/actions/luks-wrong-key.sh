#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A wrong key for an encrypted device: an error at once that says which device,
# nothing is left open, and the right key is taken afterwards.

. "$(dirname "$0")/../lib/storage.sh"

disk t.img 64M
disk plain.img 32M
keys=all.txt
fish_options=--keys-from-stdin
# One line for each time that a key is asked for.
printf '%s\n' wrong "" wrong wrong secret secret > all.txt
session <<S
add t.img $scratch
add plain.img $scratch
run
$(quick_luks /dev/sda secret)
-cryptsetup-open /dev/sda map
-cryptsetup-open /dev/sda map
-luks-open /dev/sda map
-luks-kill-slot /dev/sda 0
-cryptsetup-open /dev/sdb map
list-dm-devices
cryptsetup-open /dev/sda map
list-dm-devices
S
says "cryptsetup_open: /dev/sda: no key slot matches this key" \
     "luks_open: /dev/sda: no key slot matches this key" \
     "luks_kill_slot: /dev/sda: no key slot matches this key" \
     "error: cryptsetup_open: " "/dev/sdb"
is "errors" "$(grep -c 'libguestfs: error' out)" 5
is "open at the end" "$(tail -1 out)" /dev/mapper/map

# A header of which the key material is damaged.
dd if=/dev/urandom of=t.img bs=4096 seek=8 count=4 conv=notrunc status=none
echo secret > all.txt
session <<S
add-ro t.img
run
-cryptsetup-open /dev/sda map
list-dm-devices
luks-uuid /dev/sda
S
says "cryptsetup_open: /dev/sda: no key slot matches this key"
