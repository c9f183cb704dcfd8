# SPDX-License-Identifier: GPL-2.0-or-later
# Python 3.9 or later, with its headers.

AC_ARG_VAR([PYTHON], [the Python 3 that the binding is built for])
AC_ARG_VAR([PYTHON_INSTALLDIR], [where Python modules are installed])
AC_CONFIG_FILES([bindings/python/pyproject.toml])
GUESTFS_LANGUAGE([python], [Python 3], [
  GUESTFS_LANGUAGE_PROG([PYTHON], [python3], [python3])
  AS_IF([test "x$PYTHON" != xno], [
    PYTHON_CFLAGS="-I$($PYTHON -c 'import sysconfig; print(sysconfig.get_path("include"))')"
    PYTHON_EXT_SUFFIX=$($PYTHON -c 'import sysconfig; print(sysconfig.get_config_var("EXT_SUFFIX"))')
    # The first directory below our prefix in which it looks.
    : ${PYTHON_INSTALLDIR=$($PYTHON -c 'import site, sys
prefix = "'"$prefix"'".replace("NONE", "/usr/local") + "/"
for d in site.getsitepackages() + @<:@
        prefix + "lib/python%d.%d/site-packages" % sys.version_info@<:@:2@:>@@:>@:
    if d.startswith(prefix) and not d.startswith(prefix + "local/"):
        print(d.replace(prefix, "${prefix}/", 1))
        break')}
    saved_cppflags=$CPPFLAGS
    CPPFLAGS="$CPPFLAGS $PYTHON_CFLAGS"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[#include <Python.h>
#if PY_VERSION_HEX < 0x03090000
#error too old
#endif]])], [], [GUESTFS_LACKS([python3-dev (3.9 or later)])])
    CPPFLAGS=$saved_cppflags
  ])
])
AC_SUBST([PYTHON_CFLAGS])
AC_SUBST([PYTHON_EXT_SUFFIX])
