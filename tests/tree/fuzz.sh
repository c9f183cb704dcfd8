#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Ten times the inputs that unit/fuzz-smoke tries, others each day.

. "$(dirname "$0")/../lib.sh"

seed=$(($(date +%s) / 86400))
echo "seed $seed"
"$abs_top_builddir/tests/unit/fuzz-smoke" "${INPUTS:-2000000}" $seed
