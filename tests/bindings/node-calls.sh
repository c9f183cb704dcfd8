#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in JavaScript.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language node
requires_appliance
same_log "$(configured NODE)" "$abs_top_srcdir/bindings/node/gen/calls.js"
rm -r scratch
same_log "$(configured NODE)" "$abs_top_srcdir/bindings/node/gen/calls.js" \
  --sync
