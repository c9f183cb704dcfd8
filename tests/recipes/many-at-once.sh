#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Look into many images at the same time.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest a.img
cp a.img b.img
disk c.img 1M
recipe a.img b.img c.img
is "what it prints" "$(cat out)" "a.img Debian GNU/Linux 12 (bookworm)
b.img Debian GNU/Linux 12 (bookworm)
c.img"
