#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A program builds with the crate as it is installed, and as it is packed,
# finds the library through pkg-config, and its documentation has no faults.
# tier: slow

. "$(dirname "$0")/../lib/rust.sh"
requires pkg-config
export CARGO_TARGET_DIR="$test_tmp/target"
unset LIBRARY_PATH

# As if the library were installed in a place of its own.
mkdir pkgconfig
sed "s|^libdir=.*|libdir=$abs_top_builddir/lib/.libs|" \
  "$abs_top_builddir/lib/libguestfs.pc" > pkgconfig/libguestfs.pc
export PKG_CONFIG_PATH="$test_tmp/pkgconfig"

# program_with PATH-OF-CRATE: builds and runs one that uses it.
program_with() {
  rm -rf program
  mkdir -p program/src
  cat > program/Cargo.toml <<EOF
[package]
name = "program"
version = "0.0.0"
edition = "2021"

[dependencies]
guestfs = "0.1.0-compat1.48"

[patch.crates-io]
guestfs = { path = "$1" }
EOF
  cat > program/src/main.rs <<'EOF'
#![deny(warnings)]
fn main() -> Result<(), guestfs::Error> {
    let g = guestfs::Handle::create()?;
    let v = g.version()?;
    g.add_drive_scratch(1 << 20, Default::default())?;
    println!("{}.{} {:?}", v.major, v.minor, g.is_config()?);
    Ok(())
}
EOF
  "$CARGO" run --offline --quiet --manifest-path program/Cargo.toml
}

# directory_in PLACE NAME: the directory of that name in it.
directory_in() { find "$1" -type d -name "$2" -print -quit; }

make -s -C "$rust" install DESTDIR="$test_tmp/root" >/dev/null
crate=$(directory_in root 'guestfs-*')
matches "what the installed crate says" \
  "$(program_with "$test_tmp/$crate")" '^1\.[0-9]+ true$'

(cd "$crate" && "$CARGO" package --offline --quiet --no-verify --allow-dirty)
tar xf target/package/guestfs-*.crate
matches "what the packed crate says" \
  "$(program_with "$test_tmp/$(directory_in . 'guestfs-*compat*')")" \
  '^1\.[0-9]+ true$'

RUSTDOC="${RUSTC%rustc}rustdoc" RUSTDOCFLAGS="-D warnings" \
  "$CARGO" doc --offline --quiet --manifest-path "$crate/Cargo.toml"
grep -q 'inspect_os' target/doc/guestfs/struct.Handle.html ||
  fail "there is no documentation of inspect_os"
