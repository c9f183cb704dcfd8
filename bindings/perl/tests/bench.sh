#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bench.sh IMAGE, through ./run: for bench/bindings.
# shellcheck disable=SC2154
exec perl "$abs_top_srcdir/bindings/perl/tests/bench.pl" "$@"
