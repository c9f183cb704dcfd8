#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# What luks-bitlocker.sh does, with every other volume, and a wrong key. Six
# minutes of an emulated processor: more than ten on a busy machine.

GUESTFS_TEST_ALL=1 exec "$(dirname "$0")/luks-bitlocker.sh"
