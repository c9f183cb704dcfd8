#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# A program that uses all parts of the library, errors among them.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/valgrind.sh"

requires_a_leak_to_be_found
status=0
under_valgrind report "$abs_top_builddir/tests/tree/valgrind-cycle" || status=$?
clean report
is "status of the program" $status 0
