#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's virt-inspector, virt-cat, virt-edit and others find the system of a
# guest with our library.
# tier: slow

. "$(dirname "$0")/../lib/peer.sh"
compare_with_expected "$@"
