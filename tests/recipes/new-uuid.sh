#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Give a copied file system another UUID.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_tree
uuid=01234567-89ab-4cde-8f01-23456789abcd
echo "UUID=$uuid / ext4 defaults 0 1" > guest/etc/fstab
ext_disk copy.img 32 guest -U $uuid
is "before" "$(superblock copy.img 1 'Filesystem UUID')" $uuid
recipe
new=$(superblock copy.img 1 'Filesystem UUID')
[ "$new" != $uuid ] || fail "the UUID is the old one"
is "fstab" "$(file_in copy.img /etc/fstab)" "UUID=$new / ext4 defaults 0 1"
fs_healthy copy.img 1
