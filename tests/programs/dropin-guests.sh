#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's virt-customize, virt-sysprep, virt-resize and others change a guest
# with our library.
# tier: slow

. "$(dirname "$0")/../lib/peer.sh"
compare_with_expected "$@"
