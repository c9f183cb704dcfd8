#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Change a file with sed.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_tree
chmod 640 guest/etc/ssh/sshd_config
linux_guest disk.img
before=$(mode_in disk.img /etc/ssh/sshd_config)
recipe
is "the file" "$(file_in disk.img /etc/ssh/sshd_config | tail -n 2)" \
"PermitRootLogin yes
X11Forwarding no"
is "mode and owner" "$(mode_in disk.img /etc/ssh/sshd_config)" "$before"
