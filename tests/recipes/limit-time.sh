#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Cancel a call that takes too long.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
guestfish -N disk.img=fs:ext4:4G -m /dev/sda1 write /kept kept
recipe
prints cancelled
is "a file" "$(file_in disk.img /kept)" kept
fs_healthy disk.img 1
