#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Volumes of all types on dynamic disks that Windows made, whole: they are
# there after the launch, and what Windows wrote can be read. The images are
# those of libldm's tests: GUESTFS_TEST_IMAGES names the directory with
# ldm-data.tar.xz.

. "$(dirname "$0")/../lib.sh"
requires xz
requires_appliance
requires_image ldm-data.tar.xz
tar -xJf "$test_images/ldm-data.tar.xz"

drives=()
for i in ldm-*.img; do drives+=(-a "$i"); done
[ ${#drives[@]} -eq 38 ] || fail "not 19 images: ${drives[*]}"

red=/dev/mapper/ldm_vol_Red-nzv8x6obywgDg0
win=/dev/mapper/ldm_vol_WIN-ERRDJSBDAVF-Dg0
volumes=
for v in Raid1 Stripe1 Volume1 Volume2 Volume3 Volume4; do
  volumes+="${red}_$v"$'\n'
done
for v in Volume1 Volume2 Volume3 Volume4 Volume5; do
  volumes+="${win}_$v"$'\n'
done
volumes=${volumes%$'\n'}

{
  echo run
  echo list-ldm-volumes
  echo echo ---
  echo list-filesystems
  echo echo ---
  for v in $volumes; do
    echo "mount-ro $v /"
    echo "cat /test.txt"
    echo umount-all
  done
} >script
guestfish --ro --format=raw "${drives[@]}" -f script >out

is "volumes" "$(sed '/^---$/,$d' out)" "$volumes"
is "file systems" "$(sed '1,/^---$/d' out | sed '/^---$/,$d')" \
   "$(printf '%s\n' "$volumes" | sed 's/$/: ntfs/')"
is "texts" "$(grep -c '^Filesystem test' out)" 11
