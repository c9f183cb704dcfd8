# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by ./run, which sets b to the build tree and s to the sources: where
# cgo finds the library that was built, and Go no network.
CGO_CFLAGS="-g -O2 -I$s/include"
CGO_LDFLAGS="-L$b/lib/.libs"
GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local
export CGO_CFLAGS CGO_LDFLAGS GOFLAGS GOPROXY GOTOOLCHAIN
