#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Repair a guest whose /etc/fstab keeps it from booting.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_tree
echo "LABEL=old-disk /srv ext4 defaults 0 2" >> guest/etc/fstab
linux_guest disk.img
recipe
is "fstab" "$(file_in disk.img /etc/fstab)" "/dev/sda1 / ext4 defaults 0 1
#LABEL=old-disk /srv ext4 defaults 0 2"
