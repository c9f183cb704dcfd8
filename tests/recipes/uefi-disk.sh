#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a disk with an EFI system partition.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
echo "not really a loader" > loader.efi
recipe
is "the type of the partition" \
  "$(od -An -tx1 -j1024 -N16 disk.img | tr -d ' ')" \
  28732ac11ff8d211ba4b00a0c93ec93b
matches "the boot sector" "$(dd if=disk.img bs=512 skip=2048 count=1 \
  status=none | tr -d '\0' | tr '\n' ' ')" 'ESP .*FAT'
guestfish --ro --format=raw -a disk.img run : filesystem-walk /dev/sda1 > walk
matches "what TSK sees" "$(cat walk)" 'EFI/BOOT/BOOTX64.EFI'
