#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Read the journal of a guest.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
requires xz
linux_tree
mkdir -p guest/var/log/journal
tar -C guest/var/log/journal -xJf "$abs_top_srcdir/tests/data/journal.tar.xz"
linux_guest disk.img 64
recipe disk.img
cat out
