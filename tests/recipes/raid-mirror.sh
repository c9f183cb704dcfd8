#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a mirror of two disks.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
recipe
for d in a.img b.img; do
  is "the file on $d alone" "$(guestfish --ro --format=raw -a $d run : \
    mount-ro /dev/md/data / : cat /hello)" "on both disks"
done
