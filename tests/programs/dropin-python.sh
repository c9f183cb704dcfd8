#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's Python module runs on our library.

. "$(dirname "$0")/../lib/peer.sh"
compare_with_expected "$@"
