#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Handles, errors, events, streams and contexts in Go; nothing prints errors,
# and memory does not grow.

. "$(dirname "$0")/../lib/golang.sh"
requires_appliance
export LIBGUESTFS_MEMSIZE=700

go test -vet=off -c -o "$test_tmp/handle" . ||
  fail "handle_test.go does not compile"
./handle >log 2>errors || fail "$(cat log errors)"
if grep 'libguestfs: error' errors; then fail "errors are printed"; fi
grep -q 'event callback: panic: a callback panics on purpose' errors ||
  fail "the panic in a callback is not printed"
