#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bench.sh IMAGE, through ./run: for bench/bindings.
# shellcheck disable=SC2154
exec "${PHP:-php}" "$abs_top_srcdir/bindings/php/tests/bench.php" "$@"
