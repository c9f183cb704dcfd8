#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Read a value of the registry of Windows.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
windows_guest disk.img
recipe disk.img
is "the name of the computer" "$(cat out)" OLDBOX
