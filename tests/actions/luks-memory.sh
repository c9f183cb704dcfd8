#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A LUKS header that asks for more memory than the appliance has: the error says
# so at once, and more memory helps. A key of usual cost is made and used.
# tier: slow

. "$(dirname "$0")/../lib.sh"
requires_appliance

# An iteration over this much takes a second of an emulated processor.
truncate -s 64M disk.img
guestfish --format=raw -a disk.img >dump <<'EOF'
set-memsize 900
run
debug sh "echo -n secret > /run/key; cryptsetup -q luksFormat --type luks2 --pbkdf argon2id --pbkdf-memory 307200 --pbkdf-force-iterations 4 --pbkdf-parallel 1 --key-file /run/key /dev/sda; cryptsetup luksDump /dev/sda"
EOF
matches "header" "$(cat dump)" 'Memory: *307200'

open_with() {
  guestfish --keys-from-stdin --ro --format=raw -a disk.img set-memsize "$1" : \
    run : cryptsetup-open /dev/sda map : list-dm-devices <key
}
echo secret >key
if out=$(open_with 320 2>&1); then fail "opened with 320 MiB"; fi
matches "too little" "$out" '/dev/sda: deriving the key needs more than the [0-9]+ MiB .* set_memsize'
is "enough" "$(open_with 900)" /dev/mapper/map

# Those of the records are cheap.
is "usual cost" "$(printf 'secret\nsecret\n' | guestfish --keys-from-stdin \
  --format=raw -a disk.img set-memsize 1280 : run : \
  luks-format /dev/sda 0 : cryptsetup-open /dev/sda map : list-dm-devices)" \
  /dev/mapper/map
