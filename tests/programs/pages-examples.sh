#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The examples in manual pages, as far as that costs nothing: C compiles, other
# languages can be parsed, guestfish knows the commands.

. "$(dirname "$0")/../lib.sh"
requires python3 "${cc[0]}"

mkdir examples
mapfile -t pages < <(printf "%s\n" "$abs_top_srcdir"/docs/*.pod |
                     grep -v full.pod)
python3 "$abs_top_srcdir/tests/lib/page-examples.py" examples "${pages[@]}" \
  > list
[ "$(wc -l < list)" -ge 40 ] || fail "only $(wc -l < list) examples are marked"

guestfish --help > /dev/null
# What is typed: the commands of scripts, and those after the prompts.
typed() {
  case $1 in
    *.guestfish) grep -vE '^ *(#|$)' "$1" ;;
    *.session) sed -n 's/^><fs> //p' "$1" ;;
  esac
}
known() { guestfish -h "$1" > /dev/null 2>&1; }

while read -r file words; do
  case $file in
    *.c) "${cc[@]}" -std=gnu11 -fsyntax-only -Wall -Wno-unused -Werror \
           -I "$abs_top_srcdir/include" "examples/$file" ;;
    *.sh) bash -n "examples/$file" ;;
    *.python) python3 -c 'import ast, sys
ast.parse(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1])' \
                "examples/$file" ;;
    *) typed "examples/$file" | sed 's/^-//; s/ .*//' ;;
  esac || fail "$file"
done < list > commands
: "$words"
grep -E '^[a-z][a-z0-9_-]*$' commands | sort -u > names
while read -r name; do
  known "$name" || fail "guestfish does not know $name"
done < names
