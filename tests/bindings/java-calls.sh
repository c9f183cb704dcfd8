#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in Java.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language java
requires_appliance

java_program "$abs_top_srcdir/bindings/java/tests/Log.java" \
             "$abs_top_srcdir/bindings/java/gen/Calls.java"
same_log java_run Calls
