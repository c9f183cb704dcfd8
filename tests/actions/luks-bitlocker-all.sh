#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# What luks-bitlocker.sh does, with every volume, and a wrong key.

GUESTFS_TEST_ALL=1 exec "$(dirname "$0")/luks-bitlocker.sh"
