#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Read the same file from many images.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest a.img
echo othername > guest/etc/hostname
linux_guest b.img
disk c.img 1M
recipe
is "what it prints" "$(grep -v guestfish: out)" "a.img: oldname
b.img: othername"
matches "of the blank disk" "$(cat err)" 'no operating system'
