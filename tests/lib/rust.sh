# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
# What the tests of Rust share; sourced instead of lib.sh.

. "$(dirname "${BASH_SOURCE[0]}")/bindings.sh"
requires_language rust

rust="$abs_top_builddir/bindings/rust"
CARGO=$(sed -n 's/^CARGO = //p' "$rust/Makefile")
RUSTC=$(sed -n 's/^RUSTC = //p' "$rust/Makefile")
CARGO_TARGET_DIR="$rust/target"
[ -w "$CARGO_TARGET_DIR" ] || CARGO_TARGET_DIR="$test_tmp/target"
export RUSTC CARGO_TARGET_DIR

# The library of a sanitized build needs its sanitizers before anything else.
# What cargo's tests leave behind is not ours, and one of them must leave
# something.
if [ -n "${sanitizers:-}" ]; then
  runner="env LD_PRELOAD=$(gcc -print-file-name=libasan.so)"
  runner="$runner ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0"
  export CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER="$runner"
fi

# cargo COMMAND [ARG…]: of the crate in the build tree.
cargo() {
  local command=$1; shift
  "$CARGO" "$command" --offline --quiet \
    --manifest-path "$rust/crate/Cargo.toml" "$@"
}
