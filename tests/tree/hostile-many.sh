#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Many damaged images, where trust/hostile tries two of each kind.

. "$(dirname "$0")/../lib.sh"
requires_appliance
"$abs_top_builddir/tests/trust/hostile" -n "${N:-500}" -s "${SEED:-1}"
