#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Copy files into a guest.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_tree
mkdir guest/etc/nginx
linux_guest disk.img
echo "listen 80;" > site.conf
chmod 600 site.conf
# An ordinary user is somebody else in the guest already.
[ "$(id -u)" != 0 ] || chown 7:8 site.conf
recipe
is "the file" "$(file_in disk.img /etc/nginx/site.conf)" "listen 80;"
is "its mode and owner" "$(mode_in disk.img /etc/nginx/site.conf)" "0644 0 0"
fs_healthy disk.img 1
