#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Copy a directory from one guest to another.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest from.img
rm -r guest/etc/ssh
linux_guest to.img
recipe
is "a file" "$(file_in to.img /etc/ssh/sshd_config)" \
  "$(cat guest/etc/ssh/sshd_config 2>/dev/null ||
     file_in from.img /etc/ssh/sshd_config)"
fs_healthy to.img 1
