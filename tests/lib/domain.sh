# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# The domain "guest" of libvirt's test driver, which needs no daemon, at $uri:
# shut off, with one disk: disk.img, or what $domain_disk says, from "<disk" on.

[ -e "$abs_top_builddir/lib/.libs/libguestfs-libvirt.so" ] ||
  skip "built without libvirt"

[ -n "${domain_disk-}" ] || truncate -s 1M disk.img
cat > node.xml <<END
<node><domain type='test' xmlns:t='http://libvirt.org/schemas/domain/test/1.0'>
<t:runstate>5</t:runstate><name>guest</name><memory>1024</memory>
<os><type>hvm</type></os><devices>
${domain_disk-<disk type='file'><source file='$PWD/disk.img'/>}
<target dev='vda'/></disk></devices>
</domain></node>
END
# shellcheck disable=SC2034
uri=test://$(uri_path "$PWD")/node.xml
