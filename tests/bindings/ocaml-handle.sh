#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Handles of the OCaml binding: their life, errors, edges, events, threads.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language ocaml

ocaml_program handle "$abs_top_srcdir/bindings/ocaml/tests/handle.ml"
./handle > out 2> err || fail "handle: $(cat err)"
is "output" "$(grep -v unset out)" "opt63: 1
test: 2
done"
is "what is printed about the exception" "$(cat err)" \
   'guestfs: exception in an event callback: Failure("thrown")'
