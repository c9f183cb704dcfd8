# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# For tests that build or install in a place of their own.

. "$(dirname "$0")/../lib.sh"

# forget_run: what ./run says of this tree must not help, nor disturb, what is
# built or installed elsewhere.
forget_run() {
  local exported variable
  read -r -a exported <<< "$(sed -nE 's/^export ([A-Z_0-9 ]+)$/\1/p' \
    "$abs_top_builddir/run" "$abs_top_srcdir"/bindings/*/env.sh | paste -sd' ')"
  for variable in "${exported[@]}"; do
    case $variable in TMPDIR|PATH) ;; *) unset "$variable" ;; esac
  done
  PATH=$(tr : '\n' <<< "$PATH" | grep -vF "$abs_top_builddir" | paste -sd:)
}
