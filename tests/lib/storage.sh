# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the tests of storage share: one guestfish session after the other, of
# which the output and the errors are looked at together.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# How a scratch image is added.
# shellcheck disable=SC2034
scratch="format:raw cachemode:unsafe"

# disk NAME SIZE: a new, empty image.
disk() { rm -f "$1"; truncate -s "$2" "$1"; }

# session: guestfish, with $fish_options, runs the standard input; what it says
# is shown and in the file out. A line that may fail starts with -.
session() {
  cat > script
  # shellcheck disable=SC2086  # words
  if ! guestfish ${fish_options-} -f script > out 2>&1 < "${keys-/dev/null}"; then
    cat out
    fail "a line of the session has failed"
  fi
  echo "---- $(head -c 60 script | tr '\n' ':')"
  cat out
}

# says TEXT…: each is somewhere in what the last session said.
says() {
  local text
  for text; do
    grep -qF -e "$text" out || fail "it does not say: $text"
  done
}
never_says() { ! grep -qF -e "$1" out || fail "it says: $1"; }

# An encrypted device whose key is derived in a moment, for what has nothing to
# do with deriving keys.
quick_luks() {
  echo "debug sh \"echo -n $2 | cryptsetup -q luksFormat --pbkdf=pbkdf2" \
       "--pbkdf-force-iterations=1000 --key-file=- $1\""
}
