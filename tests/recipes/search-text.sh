#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Search all text files of a guest for a word.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
recipe disk.img /etc oldname
is "what it finds" "$(sort out)" $'/etc/hostname: oldname
/etc/hosts: 127.0.1.1\toldname'
