#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Work on a guest with the programs of the host.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_fuse
linux_guest disk.img
echo "127.0.0.1 elsewhere" > hosts
recipe
is "what was written" "$(file_in disk.img /etc/hosts)" "127.0.0.1 elsewhere"
prints mnt/etc/hostname
fs_healthy disk.img 1
