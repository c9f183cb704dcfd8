#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Search a guest for malware with YARA.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
linux_tree
printf 'xxEVIL-%s-CODExx' BYTE > guest/home/tool
linux_guest disk.img
cat > rules.yar <<'END'
rule evil { strings: $a = "EVIL-BYTE-CODE" condition: $a }
rule never { strings: $a = "not anywhere" condition: $a }
END
recipe disk.img
is "what matches" "$(cat out)" "/home/tool evil"
