#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ruby: handles, errors, values, events and threads; calls that take long. The
# documentation and the types name every method.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language ruby
ruby=$(configured RUBY)
programs="$abs_top_srcdir/bindings/ruby"
gen="$programs/gen"

passes() {
  counting_memory "$ruby" -w -I"$programs/tests" "$programs/tests/$1.rb" \
    > log 2>&1 || fail "$1.rb: $(cat log)"
  is "what $1.rb prints" "$(cat log)" ""
}
passes handle

"$ruby" -rguestfs -e 'puts Guestfs::Guestfs.instance_methods(false).
  grep_v(/^(internal_|debug)/).sort' > methods
[ "$(wc -l < methods)" -gt 600 ] || fail "methods: $(wc -l < methods)"
{ sed -n 's/^ *# :method: //p' "$gen/methods.rb"
  grep -oE 'g\.[a-z_?]+' "$programs/_guestfs.c" | sed 's/^g\.//'
} | LC_ALL=C sort -u > documented
is "what the documentation lacks" "$(comm -23 methods documented)" ""
sed -nE 's/^ *def ([a-zA-Z0-9_?]+):.*/\1/p' "$gen/guestfs.rbs" |
  sort -u > typed
is "what the types lack" "$(comm -23 methods typed)" ""
requires_appliance
passes launched
