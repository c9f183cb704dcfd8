#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Read the journal of a guest.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
requires xz
linux_tree
tar -C guest -xJf "$abs_top_srcdir/tests/data/journal.tar.xz"
linux_guest disk.img 64
recipe disk.img
# Of the four entries of tests/data/make-journal one is an error.
is "what it prints" "$(cat out)" $'1700000003 fourth entry\nof two lines'
