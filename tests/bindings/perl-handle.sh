#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Perl: handles, errors, values and events; calls that take long. The module's
# manual names every method.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language perl

programs="$abs_top_srcdir/bindings/perl/tests"
passes() { "$@" > log 2>&1 || fail "$*: $(grep -v '^ok' log)"; }

passes counting_memory perl "$programs/handle.pl"

pm="$abs_top_builddir/bindings/perl/blib/Sys/Guestfs.pm"
perl -MSys::Guestfs -e 'print map { "$_\n" } grep {
    !/^(_|internal_|debug|[A-Z]|bootstrap$)/ && defined &{"Sys::Guestfs::$_"}
  } keys %Sys::Guestfs::' | sort > methods
perl -ne 'print "$1\n" if /^=item .*(?:->|-E<gt>|::)([a-z]\w+) \(/' "$pm" |
  sort > documented
is "what the manual lacks" "$(comm -23 methods documented)" ""
[ "$(wc -l < methods)" -gt 600 ] || fail "methods: $(wc -l < methods)"
if command -v podchecker > /dev/null; then
  passes podchecker -warnings "$pm"
fi

requires_appliance
passes perl "$programs/launched.pl"
