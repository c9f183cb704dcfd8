#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Copy a partition to another disk.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest from.img
partitioned to.img 48
recipe
is "a file" "$(file_in to.img /etc/hostname)" oldname
is "the UUID" "$(superblock to.img 1 'Filesystem UUID')" \
  "$(superblock from.img 1 'Filesystem UUID')"
fs_healthy to.img 1
