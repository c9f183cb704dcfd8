#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in Perl do what they say.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language perl
requires_appliance

# example NAME ARGUMENTS…
example() {
  local name=$1; shift
  "$(configured PERL)" -w "$abs_top_srcdir/bindings/perl/examples/$name.pl" "$@"
}

example create_disk disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from Perl"

small_guest guest.img
is inspect_vm "$(example inspect_vm guest.img)" "$small_guest_found"

is grep_guest "$(example grep_guest guest.img '(?i)^pretty|small$')" \
'/etc/hostname:1: small
/etc/os-release:3: PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"'
