#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Write down the checksums of all files.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_guest disk.img
recipe
(cd guest/etc && sha256sum --quiet -c ../../sums) || fail "a sum is wrong"
is "files" "$(wc -l < sums)" "$(find guest/etc -type f | wc -l)"
