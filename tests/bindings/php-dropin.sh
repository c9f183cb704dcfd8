#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A program for Debian's PHP module prints on ours what it printed there, and on
# Debian's module with our library, too.
# tier: slow

. "$(dirname "$0")/../lib/peer.sh"
compare_modules "$@"
