#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bench.sh IMAGE, through ./run: for bench/bindings.
# shellcheck disable=SC2154
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT
erlc -o "$dir" "$abs_top_srcdir/bindings/erlang/tests/bench.erl" &&
  erl -noinput -noshell -pa "$dir" -run bench main "$1"
