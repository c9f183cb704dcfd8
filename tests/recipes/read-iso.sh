#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Take a file out of an ISO image.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
requires xorriso
mkdir -p cd/boot/grub
echo "set timeout=5" > cd/boot/grub/grub.cfg
xorriso -as mkisofs -quiet -J -R -o cd.iso cd 2> log || fail "$(cat log)"
recipe
is "the file" "$(cat grub.cfg)" "set timeout=5"
