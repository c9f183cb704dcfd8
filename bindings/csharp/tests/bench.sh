#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bench.sh IMAGE, through ./run: for bench/bindings.
# shellcheck disable=SC2154
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
mcs -out:"$dir/bench.exe" -langversion:7.2 \
    -r:"$abs_top_builddir/bindings/csharp/guestfs.dll" \
    "$abs_top_srcdir/bindings/csharp/tests/Bench.cs" &&
  mono "$dir/bench.exe" "$1"
