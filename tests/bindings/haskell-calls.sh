#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in Haskell.

. "$(dirname "$0")/../lib/haskell.sh"
requires_appliance

haskell_program calls "$haskell/gen/tests/calls.hs"
same_log ./calls
