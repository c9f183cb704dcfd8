#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# What template-damage.sh does, with more kinds of damage, each of which costs
# a cold boot and a new template.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"

make_good_template
truncate -s 1M "$t/ram"
damaged "memory cut short" 'not as long as'
flip "$t/state" 100000
damaged "byte of the state" 'state is damaged'
chmod 755 "$t"
damaged "mode of the directory" 'owner or mode'
truncate -s -1 "$t/state"
damaged "state cut short" 'not as long as'
truncate -s 100 "$t/state"
damaged "header cut short" 'header is damaged'
flip "$t/state" 60
damaged "byte of the header" 'header is damaged'
flip "$t/state" 0
damaged "first byte" 'does not begin'
rm "$t/ram"
damaged "no memory" 'cannot be opened'
chmod 640 "$t/ram"
damaged "mode" 'owner or mode'
rm "$t/ram"
ln -s /dev/zero "$t/ram"
damaged "link" 'cannot be opened'
if [ "$(id -u)" = 0 ]; then
  chown 65534 "$t/state"
  damaged "owner" 'owner or mode'
else
  skip_part "an owner who is somebody else: only root can give a file away"
fi
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
