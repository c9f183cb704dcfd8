#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The programs take the options that they always took, in each spelling: with an
# argument, without, or with one that may be left out; and end as they did.

. "$(dirname "$0")/../lib.sh"
facts="${GUESTFS_API_FACTS:-$abs_top_srcdir/../shared/api}/programs.json"
[ -f "$facts" ] || skip "no $facts (GUESTFS_API_FACTS names another place)"
requires python3

# PROGRAM LETTER-OR-NAME… KIND: a line for each option.
python3 - "$facts" > expected <<'END'
import json, sys
for name, p in json.load(open(sys.argv[1]))["programs"].items():
    for o in p.get("options", []):
        if isinstance(o, dict):
            kind = o.get("arg", "none").split()[0].rstrip(":")
            print(name, *o["names"],
                  kind if kind in ("none", "optional") else "required")
END
[ "$(wc -l < expected)" -gt 90 ] || fail "few options: $(cat expected)"

# kind_of PROGRAM OPTION: what it wants. % is no value, and no option.
kind_of() {
  local with=$2%
  [[ $2 != --* ]] || with=$2=%
  case $("$1" "$with" 2>&1) in
    *'takes no argument'*|*'-%: there is no such option'*) echo none; return ;;
  esac
  case $("$1" "$2" 2>&1) in
    *'an argument is missing'*) echo required ;;
    *) echo optional ;;
  esac
}

# prints_and_ends PROGRAM OPTION: what it has printed if it does that.
prints_and_ends() {
  local out
  case $2 in
    -V|--version) out="^$1( libguestfs)? [0-9]+\.[0-9]+\.[0-9]+$" ;;
    '-?'|--help) out="$1 .*--version" ;;
    --short-options) out=$'^-.(\n-.)*$' ;;
    --long-options) out=$'^--[a-z-]+(\n--[a-z-]+)*$' ;;
    *) return 1 ;;
  esac
  matches "$1 $2" "$("$1" "$2" 2>&1)" "$out"
}

check_option() {
  local program=$1 option=$2 kind=$3
  if prints_and_ends "$program" "$option"; then
    return
  fi
  grep -qxF -e "$option" "there.$program" || fail "$program has no $option"
  is "argument of $program $option" "$(kind_of "$program" "$option")" "$kind"
}

cut -d' ' -f1 expected | sort -u > programs
while read -r program; do
  { "$program" --short-options; "$program" --long-options; } > "there.$program"
  "$program" --help > "help.$program"
done < programs
while read -r program words; do
  for option in ${words% *}; do
    check_option "$program" "$option" "${words##* }"
  done
  if [[ $words == -?' '--* ]]; then
    grep -qF -e "${words%% *}, --" "help.$program" || fail "$program: not one: $words"
  fi
done < expected

while read -r program; do
  for option in --nonesuch -Q; do
    status=0
    "$program" $option > said 2>&1 || status=$?
    is "status of $program $option: $(cat said)" $status 1
  done
done < programs
