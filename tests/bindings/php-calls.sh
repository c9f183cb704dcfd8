#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The calls that all languages make, in PHP.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language php
requires_appliance

same_log "$(configured PHP)" "$abs_top_srcdir/bindings/php/gen/calls.php"
