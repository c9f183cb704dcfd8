#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Whatever is wrong with a template costs a cold boot, never a launch.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"

launch
said 'saved as '
cloned
launch
cloned
t=$(template)
cp -a --sparse=always "$t" good

# damaged WHAT REGEX: what was done is noticed, and the template made anew.
damaged() {
  launch
  said "is dropped: .*($2)" || fail "$1"
  said 'saved as '
  launch
  cloned
  rm -rf "$t"
  cp -a --sparse=always good "$t"
}
# flip FILE OFFSET
flip() {
  local byte
  byte=$(od -An -tu1 -j "$2" -N 1 "$1")
  # shellcheck disable=SC2059
  printf "\\$(printf %o $((byte ^ 16)))" |
    dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

truncate -s 1M "$t/ram"
damaged "memory cut short" 'not as long as'
truncate -s -1 "$t/state"
damaged "state cut short" 'not as long as'
truncate -s 100 "$t/state"
damaged "header cut short" 'header is damaged'
flip "$t/state" 60
damaged "byte of the header" 'header|machine|long'
flip "$t/state" 0
damaged "first byte" 'does not begin'
flip "$t/state" 100000
damaged "byte of the state" 'state is damaged'
rm "$t/ram"
damaged "no memory" 'cannot be opened'
chmod 640 "$t/ram"
damaged "mode" 'owner or mode'
chmod 755 "$t"
damaged "mode of the directory" 'owner or mode'
rm "$t/ram"
ln -s /dev/zero "$t/ram"
damaged "link" 'cannot be opened'
if [ "$(id -u)" = 0 ]; then
  chown 65534 "$t/state"
  damaged "owner" 'owner or mode'
fi

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
