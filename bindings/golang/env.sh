# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree and s to the sources: where
# cgo finds the library that was built, and Go no network.
case $b$s in
  *' '*) q="'" ;;               # Go 1.18 and later know quotes
  *) q= ;;
esac
CGO_CFLAGS="-g -O2 $q-I$s/include$q"
CGO_LDFLAGS="$q-L$b/lib/.libs$q"
GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local
export CGO_CFLAGS CGO_LDFLAGS GOFLAGS GOPROXY GOTOOLCHAIN
unset q
