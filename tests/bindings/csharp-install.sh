#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The C# assembly is installed, and is in a directory that has the layout of a
# NuGet package; its sources build there. An example runs with each.
# tier: slow

. "$(dirname "$0")/../lib/bindings.sh"
requires_language csharp
csharp="$abs_top_builddir/bindings/csharp"
unset MAKEFLAGS
version=$(configured VERSION)

# works_from DIRECTORY DISK
works_from() {
  MONO_PATH=$1
  export MONO_PATH
  csharp_program create.exe \
    "$abs_top_srcdir/bindings/csharp/examples/CreateDisk.cs"
  [ -f "$LIBGUESTFS_PATH/root" ] || return 0
  "$(configured MONO)" create.exe "$2"
  is "the file" "$(file_of_partition "$2" /notes/hello.txt)" "hello from C#"
}

make -s -C "$csharp" install DESTDIR="$test_tmp/root" csharpdir=/lib/csharp \
  > log 2>&1 || fail "$(cat log)"
grep -q 'M:Guestfs.Guestfs.launch' root/lib/csharp/guestfs.xml ||
  fail "guestfs.xml does not document launch"
works_from "$test_tmp/root/lib/csharp" disk.img

make -s -C "$csharp" package > log 2>&1 || fail "$(cat log)"
cp -r "$csharp/package" package
python3 - "$version" <<'EOP'
import sys
import xml.etree.ElementTree as tree

space = "{http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd}"
metadata = tree.parse("package/guestfs.nuspec").getroot()[0]
assert metadata.find(space + "version").text == sys.argv[1]
assert metadata.find(space + "license").text == "LGPL-2.1-or-later"
project = tree.parse("package/guestfs.csproj").getroot()[0]
assert project.find("TargetFramework").text == "netstandard2.0"
assert project.find("Version").text == sys.argv[1]
EOP
[ -f package/lib/netstandard2.0/guestfs.dll ] || fail "no assembly"
mkdir built
"$(configured MCS)" -nologo -target:library -out:built/guestfs.dll \
  -langversion:7.2 -codepage:utf8 -warnaserror package/src/*.cs ||
  fail "the sources of the package do not compile"
works_from "$test_tmp/built" disk2.img
