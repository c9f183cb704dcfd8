#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: See how full the disks of a guest are.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_tree
head -c 3000000 /dev/urandom > guest/var/log/large
linux_guest disk.img
recipe
matches "df" "$(sed -n 2p out)" '^/dev/sda1.* /$'
sizes=$(tail -n 2 out | tr '\n' ' ')
read -r var home <<<"$sizes"
[ "$var" -ge 2930 ] && [ "$var" -le 2990 ] || fail "/var has $var KiB"
is "an empty directory" "$home" 1
