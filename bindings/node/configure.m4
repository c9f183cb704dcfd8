# SPDX-License-Identifier: GPL-2.0-or-later
# Node.js 18 or later, with the headers of Node-API.

AC_ARG_VAR([NODE], [the Node.js that tests run])
AC_ARG_VAR([NODE_INSTALLDIR], [where packages of Node.js are installed])
AC_CONFIG_FILES([bindings/node/package.json])
GUESTFS_LANGUAGE([node], [Node.js], [
  GUESTFS_LANGUAGE_PROG([NODE], [node nodejs], [nodejs])
  : ${NODE_INSTALLDIR='${prefix}'/lib/node_modules}
  AS_IF([test "x$NODE" != xno], [
    AS_IF([$NODE -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'], [],
          [GUESTFS_LACKS([nodejs (18 or later)])])
    NODE_CFLAGS=$(NODE=$NODE sh "$srcdir/bindings/node/find-headers" ||:)
    AS_IF([test -z "$NODE_CFLAGS"], [GUESTFS_LACKS([libnode-dev])])
  ])
])
AC_SUBST([NODE_CFLAGS])
