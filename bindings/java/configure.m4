# SPDX-License-Identifier: GPL-2.0-or-later
# Java 11 or later: a development kit with its headers for C.

AC_ARG_VAR([JAVAC], [the compiler of Java])
AC_ARG_VAR([JAR_INSTALLDIR], [where jars are installed])
AC_ARG_VAR([JNI_INSTALLDIR], [where Java looks for native libraries])
GUESTFS_LANGUAGE([java], [Java], [
  GUESTFS_LANGUAGE_PROG([JAVAC], [javac], [default-jdk-headless])
  AS_IF([test "x$JAVAC" != xno], [
    GUESTFS_LANGUAGE_PROG([JAR], [jar], [jar])
    AC_PATH_PROGS([JAVADOC], [javadoc], [no])
    # $JAVAC is a symbolic link into the kit.
    java_home=$(readlink -f "$JAVAC")
    java_home=${java_home%/bin/javac}
    AS_IF([test -f "$java_home/include/jni.h"], [],
          [GUESTFS_LACKS([jni.h (default-jdk-headless)])])
    AS_IF(["$JAVAC" --release 11 -version >/dev/null 2>&1], [],
          [GUESTFS_LACKS([Java (11 or later)])])
  ])
  : ${JAR_INSTALLDIR='${datadir}/java'}
  : ${JNI_INSTALLDIR='${libdir}'}
])
AC_SUBST([java_home])
