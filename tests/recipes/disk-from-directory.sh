#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a disk image from a directory.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
mkdir -p website/css
echo "<p>hello" > website/index.html
seq 100000 > website/css/big
ln -s index.html website/home
chmod 751 website/css
recipe
is "a file" "$(file_in disk.img /website/index.html)" "<p>hello"
is "a large file" "$(file_in disk.img /website/css/big | sha256sum)" \
  "$(sha256sum < website/css/big)"
matches "the mode of a directory" "$(mode_in disk.img /website/css)" ^0751
matches "a link" "$(ext disk.img 1 'stat /website/home')" \
  'Fast link dest: "index.html"'
fs_healthy disk.img 1
