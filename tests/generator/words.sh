#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How the generator reads calls and documentation.

. "$(dirname "$0")/../lib/generator.sh"
ocaml_program words
"$test_tmp/words"
