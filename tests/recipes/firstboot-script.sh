#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Run a script when a guest boots the next time.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
printf '#!/bin/sh\necho done\n' > setup.sh
recipe
is "the script" "$(file_in disk.img /root/setup.sh)" "$(cat setup.sh)"
matches "its mode" "$(mode_in disk.img /root/setup.sh)" ^0700
dir=/etc/systemd/system
matches "the unit" "$(file_in disk.img $dir/once.service)" \
  'ExecStart=/root/setup.sh'
matches "the link" \
  "$(ext disk.img 1 "stat $dir/multi-user.target.wants/once.service")" \
  'Fast link dest: "../once.service"'
