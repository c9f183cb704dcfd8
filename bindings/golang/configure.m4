# SPDX-License-Identifier: GPL-2.0-or-later
# Go 1.19 (Debian 12) or later, with cgo.

AC_ARG_VAR([GOLANG], [the go that builds the Go package])
GUESTFS_LANGUAGE([golang], [Go], [
  GUESTFS_LANGUAGE_PROG([GOLANG], [go], [golang-go])
  GUESTFS_LANGUAGE_PROG([PKG_CONFIG], [pkg-config], [pkg-config])
  AS_IF([test "x$GOLANG" != xno], [
    AS_IF([test "$($GOLANG env CGO_ENABLED)" != 1], [GUESTFS_LACKS([cgo])])
    go_minor=$($GOLANG env GOVERSION | sed -n 's/^go1\.\([[0-9]]*\).*/\1/p')
    AS_IF([test "${go_minor:-0}" -lt 19],
          [GUESTFS_LACKS([golang-go (1.19 or later)])])
  ])
])
