#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Change one setting in a configuration file.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
recipe
prints /files/etc/ssh/sshd_config/X11Forwarding
is "the file" "$(file_in disk.img /etc/ssh/sshd_config)" "# as installed
#PermitRootLogin prohibit-password
PermitRootLogin no
X11Forwarding yes"
