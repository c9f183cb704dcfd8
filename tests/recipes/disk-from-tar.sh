#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a disk image from a tar archive.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
mkdir -p tree/etc
echo "from an archive" > tree/etc/motd
tar -C tree --owner=7 --group=8 --mode=640 -czf rootfs.tar.gz etc
recipe
is "a file" "$(file_in disk.img /etc/motd)" "from an archive"
is "its mode and owner" "$(mode_in disk.img /etc/motd)" "0640 7 8"
