#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Many damaged images, where trust/hostile tries one of each kind.

. "$(dirname "$0")/../lib.sh"
requires_appliance
# Where an image that went wrong is kept; the test's own directory goes.
cd "$abs_top_builddir/tests" || exit 1
"$abs_top_builddir/tests/trust/hostile" -n "${N:-500}" -s "${SEED:-1}"
