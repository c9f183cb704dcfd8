#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is generated from the tiny table is what it was. After a wanted
# change:  make -C tests accept  and read the diff.

. "$(dirname "$0")/../lib/generator.sh"
write_tiny

# What has not changed is not written again.
touch "$test_tmp/before"
"$test_tmp/write_tiny" "$tiny"
again=$(find "$tiny" -type f -newer "$test_tmp/before")
[ -z "$again" ] || { echo "$test_name: written again: $again" >&2; exit 1; }

# Flat names, so that nothing looks like a source of ours.
mkdir "$test_tmp/golden"
(cd "$tiny" && find . -type f | sed 's|^\./||' | while read -r f; do
   cp "$f" "$test_tmp/golden/${f//\//-}.txt"; done)
# The list of errnos has no more to do with the table than this.
rm "$test_tmp/golden/common-gen-errnos.c.txt"

if [ "${1-}" = accept ]; then
  rm -rf "$here/golden"
  cp -r "$test_tmp/golden" "$here/golden"
  exit 0
fi
if ! diff -ru "$here/golden" "$test_tmp/golden"; then
  echo "$test_name: wanted? make -C tests accept" >&2
  exit 1
fi
