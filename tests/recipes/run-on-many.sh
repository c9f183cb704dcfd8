#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Do the same to many images, several at a time.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest a.img
cp a.img b.img
cp a.img c.img
echo "maintenance tonight" > motd
recipe
for d in a b c; do
  is "the file in $d.img" "$(file_in $d.img /etc/motd)" "maintenance tonight"
  fs_healthy $d.img 1
done
