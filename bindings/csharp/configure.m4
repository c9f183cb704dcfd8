# SPDX-License-Identifier: GPL-2.0-or-later
# C#: Mono's compiler and runtime, 6 or later.  The sources conform to
# netstandard2.0, for dotnet.

AC_ARG_VAR([MCS], [the C# compiler that the binding is built with])
AC_CONFIG_FILES([bindings/csharp/guestfs.csproj bindings/csharp/guestfs.nuspec])
GUESTFS_LANGUAGE([csharp], [C#], [
  GUESTFS_LANGUAGE_PROG([MCS], [mcs], [mono-mcs])
  GUESTFS_LANGUAGE_PROG([MONO], [mono], [mono-runtime])
])
