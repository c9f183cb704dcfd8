#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in Perl.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language perl
requires_appliance

same_log "$(configured PERL)" -I"$abs_top_srcdir/bindings/perl/tests" \
  "$abs_top_srcdir/bindings/perl/gen/calls.pl"
