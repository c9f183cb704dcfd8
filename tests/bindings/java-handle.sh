#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Handles of the Java binding: their life, errors, edges, events, threads; and
# a call that another thread cancels.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language java
requires_appliance

java_program "$abs_top_srcdir"/bindings/java/tests/{Handle,Cancel}.java

LIBGUESTFS_MEMSIZE=700 java_run -Xcheck:jni -Xmx64m Handle > out 2> err ||
  fail "Handle: $(cat err)"
is "output" "$(grep -v unset out)" "test: 2
opt63: 1
done"
matches "what is printed about the exception" "$(head -n 1 err)" \
        'IllegalStateException: thrown$'

mkfifo fifo
timeout 300 bash -c "$(declare -p java_quick); $(declare -f java_run)
  java_run Cancel disk.img fifo" > out || fail "Cancel: $(cat out)"
matches "output" "$(cat out)" "^4 upload: .*cancel.*
[12]$"
