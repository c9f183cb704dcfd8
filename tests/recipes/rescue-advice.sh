#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Find out what to mount in a rescue shell.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
recipe
prints "mount /dev/sda1 /sysroot" \
  "# /dev/sda1 is the root of Debian GNU/Linux 12 (bookworm)"
