#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bench.sh IMAGE, through ./run: for bench/bindings.
# shellcheck disable=SC2154
set -e
rust="$abs_top_builddir/bindings/rust"
RUSTC=$(sed -n 's/^RUSTC = //p' "$rust/Makefile")
CARGO_TARGET_DIR="$rust/target"
export RUSTC CARGO_TARGET_DIR
"$(sed -n 's/^CARGO = //p' "$rust/Makefile")" bench --offline --quiet \
  --manifest-path "$rust/crate/Cargo.toml" --bench bench -- "$1"
