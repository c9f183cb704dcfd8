#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Look into a virtual machine that libvirt knows.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
[ -e "$abs_top_builddir/lib/.libs/libguestfs-libvirt.so" ] ||
  skip "built without libvirt"
linux_guest disk.img
cat > node.xml <<END
<node><domain type='test' xmlns:t='http://libvirt.org/schemas/domain/test/1.0'>
<t:runstate>5</t:runstate><name>web1</name><memory>1024</memory>
<os><type>hvm</type></os><devices><disk type='file'>
<driver type='raw'/><source file='$PWD/disk.img'/><target dev='vda'/>
</disk></devices></domain></node>
END
recipe "test://$(uri_path "$PWD")/node.xml"
prints oldname
