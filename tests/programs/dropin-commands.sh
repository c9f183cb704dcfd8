#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's guestfish runs commands of all kinds on our library.

. "$(dirname "$0")/../lib/peer.sh"
compare_with_expected "$@"
