#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in C#.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language csharp
requires_appliance

csharp_program calls.exe "$abs_top_srcdir/bindings/csharp/tests/Log.cs" \
               "$abs_top_srcdir/bindings/csharp/gen/Calls.cs"
same_log "$(configured MONO)" calls.exe
