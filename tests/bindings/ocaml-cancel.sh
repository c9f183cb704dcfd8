#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A call in one thread of an OCaml program is cancelled by another, which runs
# while the call waits.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language ocaml
requires_appliance

ocaml_program cancel "$abs_top_srcdir/bindings/ocaml/tests/cancel.ml"
mkfifo fifo
timeout 300 ./cancel disk.img fifo > out || fail "cancel: $(cat out)"
matches "output" "$(cat out)" "^true upload: .*cancel.*
[12]$"
