#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# What template-damage.sh does, with more kinds of damage, each of which costs
# a cold boot and a new template.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"

make_good_template
truncate -s -1 "$t/state"
damaged "state cut short" 'not as long as'
truncate -s 100 "$t/state"
damaged "header cut short" 'header is damaged'
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
