#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A program builds with the package as it is installed, with modules and
# without, and finds the library through pkg-config. The packed one is the same.
# tier: slow

. "$(dirname "$0")/../lib/golang.sh"
export GOCACHE="$test_tmp/cache"
unset CGO_CFLAGS CGO_LDFLAGS

# As if the library were installed in a place of its own.
mkdir pkgconfig
sed -e "s|^libdir=.*|libdir=$abs_top_builddir/lib/.libs|" \
    -e "s|^includedir=.*|includedir=$abs_top_srcdir/include|" \
    "$abs_top_builddir/lib/libguestfs.pc" > pkgconfig/libguestfs.pc
export PKG_CONFIG_PATH="$test_tmp/pkgconfig"

mkdir program
cat > program/main.go <<'EOF'
package main

import (
	"fmt"

	"libguestfs.org/guestfs"
)

func main() {
	g, err := guestfs.Create()
	if err != nil {
		panic(err)
	}
	defer g.Close()
	v, err := g.Version()
	fmt.Println(v.Major, err)
}
EOF

make -s -C "$golang" install DESTDIR="$test_tmp/root" >/dev/null
installed=$(find "$test_tmp/root" -type d -path '*/libguestfs.org/guestfs')
cat > program/go.mod <<EOF
module example.com/program

go 1.17

require libguestfs.org/guestfs v1.0.0
replace libguestfs.org/guestfs => $installed
EOF
is "with modules" "$(cd program && "$GOLANG" run .)" "1 <nil>"

make -s -C "$golang" package PACKAGE_DIRECTORY="$test_tmp" >/dev/null
tar xf libguestfs.org-guestfs-*.tar.gz
packed=$(find "$test_tmp" -maxdepth 1 -type d -name 'libguestfs.org-guestfs-*')
diff -r "$installed" "$packed"

# With GOPATH alone, as Debian's packages are used.
mkdir -p path/src/program
cp program/main.go path/src/program/
is "without modules" "$(GO111MODULE=off GOFLAGS='' \
  GOPATH="$test_tmp/path:${installed%/src/*}" "$GOLANG" run program)" "1 <nil>"

(cd "$installed" && "$GOLANG" doc Guestfs.Inspect_os) > text
grep -q '^    Inspect_os: ' text || fail "no documentation: $(cat text)"
