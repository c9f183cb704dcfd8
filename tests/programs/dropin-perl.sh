#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's Perl module runs on our library.
# tier: slow

. "$(dirname "$0")/../lib/peer.sh"
compare_with_expected "$@"
