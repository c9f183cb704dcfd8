#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Give one guestfish commands from a script, one at a time.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
recipe
prints oldname
