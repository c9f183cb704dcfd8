#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Tables with mistakes are refused, each with its own line.

. "$(dirname "$0")/../lib/generator.sh"
ocaml_program malformed
"$test_tmp/malformed"
