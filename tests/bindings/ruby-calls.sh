#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in Ruby.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language ruby
requires_appliance

same_log "$(configured RUBY)" -I"$abs_top_srcdir/bindings/ruby/tests" \
  "$abs_top_srcdir/bindings/ruby/gen/calls.rb"
