#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Find the files in which two images differ.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest old.img
echo changed > guest/etc/hostname
echo added > guest/etc/added
rm guest/etc/hosts
linux_guest new.img
recipe
is "what differs" "$(cat out)" "./etc/added
./etc/hostname
./etc/hosts"
