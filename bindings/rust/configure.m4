# SPDX-License-Identifier: GPL-2.0-or-later
# Rust 1.63 (Debian 12) or later, with cargo.

AC_ARG_VAR([CARGO], [the cargo that builds the Rust crate])
AC_ARG_VAR([RUSTC], [the Rust compiler beside it])
GUESTFS_LANGUAGE([rust], [Rust], [
  GUESTFS_LANGUAGE_PROG([RUSTC], [rustc], [rustc])
  GUESTFS_LANGUAGE_PROG([CARGO], [cargo], [cargo])
  dnl What rustup puts into the PATH only finds these through $HOME, which is
  dnl another one in tests.
  AS_IF([test "x$RUSTC" != xno && test "x$CARGO" != xno], [
    sysroot=$($RUSTC --print sysroot)
    AS_IF([test -x "$sysroot/bin/cargo" && test -x "$sysroot/bin/rustc"], [
      RUSTC=$sysroot/bin/rustc
      CARGO=$sysroot/bin/cargo
    ])
    rust_minor=$($RUSTC --version | sed -n 's/^rustc 1\.\([[0-9]]*\).*/\1/p')
    AS_IF([test "${rust_minor:-0}" -lt 63],
          [GUESTFS_LACKS([rustc (1.63 or later)])])
  ])
])
dnl Not by its own name: cargo would look into it for a workspace.
AC_CONFIG_FILES([bindings/rust/manifest:bindings/rust/Cargo.toml.in])
