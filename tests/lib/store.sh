# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2119,SC2120
# A store of the test's own, and launches that say how they went.

requires_appliance
export LIBGUESTFS_BACKEND_SETTINGS=force_tcg
export LIBGUESTFS_TEMPLATE_DIR=$test_tmp/store
unset LIBGUESTFS_TEMPLATE
store=$LIBGUESTFS_TEMPLATE_DIR

# launch [COMMAND…]: must succeed, with its drive; what it said is in log.
launch() {
  LIBGUESTFS_DEBUG=1 guestfish -- "$@" scratch 1M : run : list-devices \
    > out 2> log || fail "launch failed: $(cat log)"
  is "drives" "$(cat out)" /dev/sda
}

# borrow: the store begins with the template that other tests start from, where
# there is one; to make one takes ten times as long as to start from it.
borrow() {
  local from
  from=$(LIBGUESTFS_DEBUG=1 env -u LIBGUESTFS_TEMPLATE_DIR \
           guestfish scratch 1M : run 2>&1 |
         sed -n 's/^libguestfs: template: started from //p')
  mkdir -m 700 "$store"
  [ -z "$from" ] || cp -a --sparse=always "$from" "$store" ||
    rm -rf "${store:?}"/*
  launch
}

# said REGEX: the debug log has a line about templates that matches.
said() {
  grep -qE -e "^libguestfs: template: .*($1)" log ||
    fail "not said: $1: $(grep -F template: log)"
}
cloned() { said 'started from '; }
not_cloned() {
  ! grep -q 'template: started from' log || fail "started from a template"
}
template() { find "$store" -mindepth 1 -maxdepth 1 -type d; }

# works_next_time: whatever happened, there is a good one in the end.
works_next_time() {
  launch
  launch
  cloned
  is "templates" "$(template | wc -l)" 1
  ! ls "$store"/*.new > /dev/null 2>&1 || fail "leftovers: $(ls "$store")"
}

# ---- Damage ----

# make_good_template: it is $t, and kept in the directory good.
make_good_template() {
  borrow
  launch
  cloned
  t=$(template)
  cp -a --sparse=always "$t" good
}
# damaged WHAT REGEX: what was done is noticed, and the template made anew.
damaged() {
  launch
  said "is dropped: .*$2" || fail "$1"
  said 'saved as '
  rm -rf "$t"
  cp -a --sparse=always good "$t"
}
# flip FILE OFFSET
flip() {
  local byte
  byte=$(od -An -tu1 -j "$2" -N 1 "$1")
  # shellcheck disable=SC2059
  printf "\\$(printf %o $((byte ^ 16)))" |
    dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
