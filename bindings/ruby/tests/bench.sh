#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bench.sh IMAGE, through ./run: for bench/bindings.
# shellcheck disable=SC2154
exec ruby "$abs_top_srcdir/bindings/ruby/tests/bench.rb" "$@"
