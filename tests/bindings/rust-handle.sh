#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Handles, errors, events and threads in Rust; nothing prints errors, and
# memory does not grow.

. "$(dirname "$0")/../lib/rust.sh"
requires_appliance
export LIBGUESTFS_MEMSIZE=700

touch "$(printf 'name-\xff')"
tar cf name.tar name-*

cargo test --test handle -- --nocapture >log 2>&1 || fail "$(cat log)"
if grep 'libguestfs: error' log; then fail "errors are printed"; fi
matches "result" "$(cat log)" "test result: ok"
cargo test --test handle -- --ignored >log 2>&1 || fail "$(cat log)"
