# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the tests of this directory share: source it after lib.sh.

requires valgrind
requires_appliance
[ -z "${sanitizers:-}" ] ||
  skip "a sanitized build finds the same, and does not run under valgrind"

# under_valgrind NAME COMMAND…: its report is the file NAME.
# Programs that are started are not followed; what runs between fork and exec
# is silent, for it shares all that the parent holds and frees nothing.
under_valgrind() {
  local report=$test_tmp/$1; shift
  "$abs_top_builddir/run" valgrind --quiet --error-exitcode=99 \
    --leak-check=full --show-leak-kinds=definite,indirect,possible \
    --errors-for-leak-kinds=definite,indirect,possible \
    --track-fds=no --trace-children=no --child-silent-after-fork=yes \
    --suppressions="$abs_top_srcdir/tests/lib/valgrind.supp" \
    --num-callers=30 --log-file="$report" "$@"
}

# clean NAME: valgrind has seen the program and had nothing to say.  System
# calls that are newer than valgrind (pidfd_open) are its shortcoming.
clean() {
  [ -f "$test_tmp/$1" ] || fail "$1: valgrind has not written a report"
  sed -i -E -e '/unhandled amd64-linux syscall/d' \
    -e '/You may be able to write your own handler/d' \
    -e '/README_MISSING_SYSCALL_OR_IOCTL/d' \
    -e '/we consider this a bug|valgrind.org.support.bug_reports/d' \
    "$test_tmp/$1"
  [ ! -s "$test_tmp/$1" ] || { cat "$test_tmp/$1" >&2; fail "see above"; }
}

# A tool that sees nothing, or stops at once, would let everything pass.
requires_a_leak_to_be_found() {
  local status=0
  under_valgrind leak "$abs_top_builddir/tests/tree/valgrind-cycle" --leak ||
    status=$?
  if grep -q 'debuginfo reader' "$test_tmp/leak"; then
    skip "valgrind cannot read what this compiler writes: CC='clang -gdwarf-4'"
  fi
  is "status of a program that leaks" "$status" 99
  grep -q 'definitely lost' "$test_tmp/leak" || fail "no leak was found"
}
