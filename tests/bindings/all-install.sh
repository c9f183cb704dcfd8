#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What make install puts into place for the languages does not look for
# libraries in the build tree.

. "$(dirname "$0")/../lib/bindings.sh"
requires readelf
unset MAKEFLAGS

# libtool takes no DESTDIR with a space, which the build tree may have.
dest=$(mktemp -d /tmp/all-install.XXXXXX)
at_exit "rm -rf $dest"
make -s -C "$abs_top_builddir/bindings" install DESTDIR="$dest" \
  > log 2>&1 || fail "$(tail -n 20 log)"
checked=0
while read -r file; do
  readelf -d "$file" > dynamic 2>/dev/null || continue
  if grep 'R.*PATH.*\[' dynamic | grep -qF "$abs_top_builddir"; then
    fail "$file: $(grep 'R.*PATH' dynamic)"
  fi
  checked=$((checked + 1))
done < <(find "$dest" -type f \( -name '*.so*' -o -name '*.node' -o -perm -1 \))
echo "$checked files"
