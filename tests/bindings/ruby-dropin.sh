#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A script for Debian's Ruby module prints on ours what it printed there, on
# Debian 12 with ruby-guestfs.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language ruby
requires_appliance

here=$abs_top_srcdir/tests/data/dropin
"$(configured RUBY)" "$here/script.rb" > out 2> err ||
  fail "script.rb failed: $(tail -n 5 err)"
diff -u "$here/ruby.expected" out >&2 ||
  fail "differs from ruby.expected; standard error: $(cat err)"
