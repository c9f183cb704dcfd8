#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish -d DOMAIN -i: the system on the disks of a domain is found, told and
# mounted; with a second domain's disks beside it there are two systems, which is refused.

. "$(dirname "$0")/../lib.sh"
requires mkfs.ext4 debugfs
requires_appliance

mkdir -p tree/{etc,bin,srv}
printf 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="A guest"\n' > tree/etc/os-release
echo "UUID=11111111-1111-4111-8111-111111111111 / ext4 defaults 0 1" \
  > tree/etc/fstab
echo domain.example > tree/etc/hostname
truncate -s 20M root.img other.img
mkfs.ext4 -q -U 11111111-1111-4111-8111-111111111111 -d tree root.img
echo "UUID=22222222-2222-4222-8222-222222222222 / ext4 defaults 0 1" \
  > tree/etc/fstab
mkfs.ext4 -q -U 22222222-2222-4222-8222-222222222222 -d tree other.img
# shellcheck disable=SC2034 # domain.sh
domain_disk="<disk type='file' device='disk'>
<driver name='qemu' type='raw'/><source file='$PWD/root.img'/>"
. "$abs_top_srcdir/tests/lib/domain.sh"

# For people, who are told what was found.
is "what is told" "$(echo 'cat /etc/hostname' > script
  guestfish --ro -c "$uri" -d guest -i -f script 2> err)" \
  "$(cat tree/etc/hostname)"
matches "the listing" "$(printf 'hostname\n' |
  guestfish --ro -c "$uri" -d guest -i inspect-get-roots : mountpoints)" \
  "/dev/sda.*/dev/sda: /"

# Shut off, so it may be written.
guestfish -c "$uri" -d guest -i write /srv/proof written ||
  fail "a domain that is shut off was not written"
is "what was written" "$(debugfs -R 'cat /srv/proof' root.img 2> /dev/null)" \
  written
fails_with "Read-only file system" \
  guestfish --ro -c "$uri" -d guest -i write /srv/proof again
is "with --ro" "$(debugfs -R 'cat /srv/proof' root.img 2> /dev/null)" written

fails_with "more than one operating system was found" guestfish --ro -c "$uri" -d guest \
  --format=raw -a other.img -i exit
