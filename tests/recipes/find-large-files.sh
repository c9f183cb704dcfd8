#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Find the largest files of a guest.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_tree
head -c 3000000 /dev/zero > guest/var/log/large
head -c 200000 /dev/zero > guest/home/larger
seq 10000 > guest/root/seq
linux_guest disk.img
recipe disk.img
is "the largest" "$(cat out)" "     3000000  /var/log/large
      200000  /home/larger
       48894  /root/seq"
