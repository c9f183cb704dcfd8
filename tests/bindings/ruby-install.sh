#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The gem is built from a directory of its own and installed into an empty
# prefix. Its types are valid.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language ruby
requires make gem
ruby=$(configured RUBY)
unset RUBYLIB MAKEFLAGS

make -s -C "$abs_top_builddir/bindings/ruby" package
cp -r "$abs_top_builddir/bindings/ruby/package" package
cd package
gem() { "$ruby" -S gem "$@"; }
gem build libguestfs.gemspec > log 2>&1 || fail "$(cat log)"
version=$(configured VERSION)
spec() {
  gem specification "libguestfs-$version.gem" "$1" | sed 's/^---* *//'
}
is name "$(spec name)" libguestfs
is licence "$(spec licenses)" "$(printf '\n- LGPL-2.1-or-later')"

if "$ruby" -rrbs/cli -e '' 2> /dev/null; then
  "$ruby" -rrbs -rrbs/cli -e 'RBS::CLI.new(stdout: $stdout, stderr: $stderr).
    run(%w[-I sig validate --silent])' || fail "the types are not valid"
else
  skip_part "no rbs, which checks types"
fi

export GEM_HOME="$test_tmp/gems" GEM_PATH="$test_tmp/gems"
gem install --local --no-document "libguestfs-$version.gem" -- \
  --with-guestfs-include="$abs_top_srcdir/include" \
  --with-guestfs-lib="$abs_top_builddir/lib/.libs" --with-cflags="-O0" \
  > log 2>&1 || fail "$(cat log)"
cd ..
rm -r package
matches "where it is loaded from" \
  "$("$ruby" -e 'require "guestfs"; puts $LOADED_FEATURES.grep(/_guestfs/)')" \
  "^$GEM_HOME/"

requires_appliance
"$ruby" "$abs_top_srcdir/bindings/ruby/examples/create_disk.rb" disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from Ruby"
