#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Give a guest another host name.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
recipe
is "/etc/hostname" "$(file_in disk.img /etc/hostname)" web7
is "/etc/hosts" "$(file_in disk.img /etc/hosts)" \
  $'127.0.0.1\tlocalhost\n127.0.1.1\tweb7'
