#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bench.sh IMAGE, through ./run: for bench/bindings.
# shellcheck disable=SC2154
set -e
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cp "$abs_top_srcdir/bindings/ocaml/tests/bench.ml" "$dir/"
ocamlfind ocamlopt -package guestfs -linkpkg "$dir/bench.ml" -o "$dir/bench"
"$dir/bench" "$@"
