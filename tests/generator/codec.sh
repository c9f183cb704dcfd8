#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Structs survive being sent, and no damaged message does harm.

. "$(dirname "$0")/../lib/generator.sh"
write_tiny
"${cc[@]}" -std=gnu11 "${warnings[@]}" "${sanitize[@]}" "${includes[@]}" \
  "$here/codec-test.c" "$tiny/lib/gen/structs.c" "$tiny/common/gen/codec.c" \
  "${common_sources[@]}" -o "$test_tmp/codec-test"
"$test_tmp/codec-test"
