#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in Ruby do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language ruby
requires_appliance

# example NAME ARGUMENTS…
example() {
  local name=$1; shift
  "$(configured RUBY)" -w "$abs_top_srcdir/bindings/ruby/examples/$name.rb" "$@"
}

example create_disk disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from Ruby"

small_guest guest.img
is inspect_vm "$(example inspect_vm guest.img)" "$small_guest_found"

cp guest.img new.img
echo changed > hostname
debugfs -w -f - new.img > /dev/null 2>&1 <<'END'
rm /etc/hostname
write hostname /etc/hostname
write hostname /etc/added
rm /etc/issue
END
is compare_images "$(example compare_images guest.img new.img)" \
"+ /etc/added
* /etc/hostname
- /etc/issue"
