#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Backend settings: what the library looks at is known, so that nobody is
# warned of it, and documented; what it does not know is named.

. "$(dirname "$0")/../lib.sh"

mapfile -t names < <(
  grep -rhoE '(backend|number)_setting(_bool|_number)?[[:space:]]*\(g, "[a-z_]+"' \
    --include='*.c' "$abs_top_srcdir/lib" | sed 's/.*"\(.*\)"/\1/' | sort -u)
[ ${#names[@]} -ge 8 ] || fail "found only ${#names[*]} settings"
for name in "${names[@]}"; do
  is "$name" "$(LIBGUESTFS_BACKEND_SETTINGS=$name=1 guestfish version 2>&1 |
                  grep warning || :)" ""
  grep -qE "^=item .*C<${name}[=>]" "$abs_top_srcdir/docs/guestfs.pod" ||
    fail "$name is not in guestfs(3)"
done
matches "an unknown one" \
  "$(LIBGUESTFS_BACKEND_SETTINGS=force_tcg:frobnicate guestfish version 2>&1)" \
  'warning: backend setting frobnicate: unknown'
