#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Find out which system is on a disk.

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
recipe
is "what is printed" "$(cat out)" "/dev/sda1: ext4
/dev/sda1
Debian GNU/Linux 12 (bookworm)
debian
oldname
/: /dev/sda1"
