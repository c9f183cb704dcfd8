#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whatever is wrong with a template costs a cold boot, never a launch.
# More kinds of damage: template-damage-more.sh.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"

make_good_template
truncate -s 1M "$t/ram"
damaged "memory cut short" 'not as long as'
flip "$t/state" 60
damaged "byte of the header" 'header is damaged'
flip "$t/state" 100000
damaged "byte of the state" 'state is damaged'
chmod 755 "$t"
damaged "mode of the directory" 'owner or mode'

# The memory is looked at while QEMU starts; then it is too late to make
# another one at once.
flip "$t/ram" $((1048576 + 123))
launch
said 'is dropped: its memory is damaged'
not_cloned
works_next_time

# A template under another's name, as if their hashes were the same.
first=$(template)
launch set-memsize 640 :
said 'saved as '
second=$(template | grep -vxF "$first")
rm -rf "$second"
mv "$first" "$second"
launch set-memsize 640 :
said 'is dropped: it is of another machine'
launch set-memsize 640 :
cloned
rm -rf "$store"
works_next_time
