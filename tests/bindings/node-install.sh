#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# npm packs the package, installs it into an empty project without a network,
# and make install installs it without traces of the build tree.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language node
requires npm pkg-config readelf
node=$(configured NODE)
version=$(configured VERSION)
examples=$abs_top_srcdir/bindings/node/examples
unset MAKEFLAGS NODE_PATH

# ---- make install ----
make -s -C "$abs_top_builddir/bindings/node" install DESTDIR="$test_tmp/dest" \
  > log 2>&1 || fail "$(cat log)"
addon=$(find dest -name guestfs.node)
[ -n "$addon" ] || fail "no addon was installed"
is "files of libtool" "$(find dest -name '*.la' -o -name '*.so')" ""
if readelf -d "$addon" | grep -q "$abs_top_builddir"; then
  fail "the installed addon looks for libraries in the build tree"
fi
mkdir outside
ln -s "$test_tmp/${addon%/guestfs/build/*}" outside/node_modules
is "make install" "$(cd outside && "$node" -p "
  const { GuestFS } = require('guestfs'); typeof new GuestFS().launch")" \
  function

# ---- npm ----
make -s -C "$abs_top_builddir/bindings/node" package \
     package_dir="$test_tmp/package" > log 2>&1 || fail "package: $(cat log)"
uninstalled_library
export npm_config_cache="$test_tmp/cache" npm_config_offline=true \
       npm_config_update_notifier=false CFLAGS=-O0
(cd package && npm pack --silent --pack-destination ..) > log 2>&1 ||
  fail "npm pack: $(cat log)"
rm -r package
mkdir project
cd project
npm init --yes > /dev/null
npm install --no-audit --no-fund "../guestfs-$version.tgz" > ../log 2>&1 ||
  fail "npm install: $(cat ../log)"
is "what is downloaded or built besides" "$(ls -A node_modules)" \
".package-lock.json
guestfs"
is version "$("$node" -p "require('guestfs/package.json').version")" "$version"
is licence "$("$node" -p "require('guestfs/package.json').license")" \
  LGPL-2.1-or-later
[ -s node_modules/guestfs/index.d.ts ] || fail "no types"

requires_appliance
cp "$examples/create-disk.js" .
"$node" create-disk.js disk.img
is "the file" "$(file_of_partition disk.img /notes/hello.txt)" \
  "hello from JavaScript"
