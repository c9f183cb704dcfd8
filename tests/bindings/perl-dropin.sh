#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A script for Debian's Perl module prints on ours what it printed there (see
# tests/programs/dropin-perl.sh).
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language perl
requires_appliance

here=$abs_top_srcdir/tests/data/dropin
"$(configured PERL)" "$here/script.pl" > out 2> err ||
  fail "script.pl failed: $(tail -n 5 err)"
diff -u "$here/perl.expected" out >&2 ||
  fail "differs from perl.expected; standard error: $(cat err)"
