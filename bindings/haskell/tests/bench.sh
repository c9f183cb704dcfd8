#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# bench.sh IMAGE, through ./run: for bench/bindings.

. "$abs_top_srcdir/tests/lib/haskell.sh"
haskell_program bench "$haskell/tests/bench.hs" -threaded
./bench "$1"
