#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Make a clone forget whose copy it is.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_tree
echo 0123456789abcdef0123456789abcdef > guest/etc/machine-id
touch guest/etc/ssh/ssh_host_{rsa,ed25519}_key{,.pub}
linux_guest clone.img
recipe
is "the ID" "$(file_in clone.img /etc/machine-id)" ""
matches "it is there" "$(ext clone.img 1 'stat /etc/machine-id')" 'Size: 0'
is "keys" "$(ext clone.img 1 'ls -p /etc/ssh' | grep -c ssh_host)" 0
is "the configuration" "$(file_in clone.img /etc/ssh/sshd_config |
  head -n 1)" "# as installed"
