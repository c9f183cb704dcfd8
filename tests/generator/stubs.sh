#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The generated stubs of the daemon: what they decode, refuse and encode.

. "$(dirname "$0")/../lib/generator.sh"
write_tiny
cd "$test_tmp"

"${cc[@]}" -std=gnu11 "${warnings[@]}" "${sanitize[@]}" "${includes[@]}" \
  "$here/stubs-test.c" "$tiny"/daemon/gen/*.c "$tiny/common/gen/codec.c" \
  "${common_sources[@]}" -o stubs-test
./stubs-test
