#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Let an SSH key log in as root.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_tree
mkdir -p guest/root/.ssh
echo "ssh-ed25519 AAAAold old@host" > guest/root/.ssh/authorized_keys
linux_guest disk.img
echo "ssh-ed25519 AAAAnew new@host" > id_ed25519.pub
recipe
is "the keys" "$(file_in disk.img /root/.ssh/authorized_keys)" \
"ssh-ed25519 AAAAold old@host
ssh-ed25519 AAAAnew new@host"
matches "the mode of the file" \
  "$(mode_in disk.img /root/.ssh/authorized_keys)" ^0600
matches "the mode of the directory" "$(mode_in disk.img /root/.ssh)" ^0700
