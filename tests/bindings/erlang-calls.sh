#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in Erlang.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language erlang
requires_appliance

erlang_program "$abs_top_srcdir/bindings/erlang/tests/log.erl" \
               "$abs_top_srcdir/bindings/erlang/gen/calls.erl"
same_log run_erlang calls
