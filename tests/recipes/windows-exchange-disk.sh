#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a disk to exchange files with Windows.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
mkdir drivers
echo "a driver" > drivers/viostor.inf
recipe
start=$(part_start exchange.img 1)
is "the type" "$(od -An -tx1 -j450 -N1 exchange.img)" " 07"
is "the file system" "$(dd if=exchange.img bs=1 skip=$((start + 3)) count=4 \
  status=none)" NTFS
guestfish --ro --format=raw -a exchange.img run : \
  filesystem-walk /dev/sda1 > walk
matches "what TSK sees" "$(cat walk)" 'drivers/viostor.inf'
