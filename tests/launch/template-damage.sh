#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whatever is wrong with a template costs a cold boot, never a launch.
# More kinds of damage: template-damage-more.sh.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"

make_good_template

# The memory is looked at while QEMU starts; then it is too late to make
# another one at once.
flip "$t/ram" $((1048576 + 123))
launch
said 'is dropped: its memory is damaged'
not_cloned
is "templates that are left" "$(template)" ""

# What another program has made meanwhile is used.
cp -a --sparse=always good "$t"
launch
cloned
