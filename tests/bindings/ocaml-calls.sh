#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in OCaml.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language ocaml
requires_appliance

ocaml_program calls "$abs_top_srcdir/bindings/ocaml/tests/log.ml" \
              "$abs_top_srcdir/bindings/ocaml/gen/calls.ml"
same_log ./calls
