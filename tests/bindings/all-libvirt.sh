#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# add_libvirt_dom takes the objects of libvirt's own modules in Python and Perl;
# another object, or any in a language that has none, is an error.

. "$(dirname "$0")/../lib/bindings.sh"

cat > node.xml <<EOD
<node>
  <cpu>
    <mhz>1000</mhz> <model>m</model> <active>1</active> <nodes>1</nodes>
    <sockets>1</sockets> <cores>1</cores> <threads>1</threads>
  </cpu>
  <memory>1000000</memory>
  <domain type='test'>
    <name>guest</name> <memory>100000</memory> <os><type>hvm</type></os>
    <devices>
      <disk type='file' device='disk'>
        <driver name='qemu' type='raw'/> <target dev='vda'/>
        <source file='$test_tmp/disk.img'/>
      </disk>
    </devices>
  </domain>
</node>
EOD
truncate -s 1M disk.img
uri=test://$(uri_path "$PWD")/node.xml

# built LANGUAGE
built() { (requires_language "$1" >/dev/null); }
tested=0

if built python; then
  "$(configured PYTHON)" - > out <<'EOD' || fail "Python: $(cat out)"
import guestfs

for wrong in (None, 5, "x"):
    try:
        guestfs.GuestFS().add_libvirt_dom(wrong)
        print("no error")
    except TypeError as e:
        assert "c_pointer" in str(e), e
EOD
  is "Python: other objects" "$(cat out)" ""
  tested=1
fi

# Debian's module is for Debian's Python.
if built python && /usr/bin/python3 -c 'import guestfs, libvirt' 2>/dev/null
then
  /usr/bin/python3 - "$uri" > out <<'EOD' || fail "Python"
import sys

import guestfs
import libvirt

dom = libvirt.open(sys.argv[1]).lookupByName("guest")
g = guestfs.GuestFS()
print(g.add_libvirt_dom(dom, readonly=True), g.debug_drives()[0].split(" protocol=")[0])
EOD
  is "Python" "$(cat out)" "1 $test_tmp/disk.img"
fi

if built perl; then
  "$(configured PERL)" -MSys::Guestfs -e '
    for my $wrong (undef, 5, bless ({}, "X")) {
      eval { Sys::Guestfs->new ()->add_libvirt_dom ($wrong) };
      print $@ =~ /must be a Sys::Virt::Domain/ ? "refused\n" : "$@\n";
    }' > out
  is "Perl: other objects" "$(sort -u out)" "refused"
  tested=1
fi

if built perl && "$(configured PERL)" -MSys::Virt -e 1 2>/dev/null; then
  "$(configured PERL)" -MSys::Guestfs -MSys::Virt -e '
    my $c = Sys::Virt->new (uri => $ARGV[0]);
    my $g = Sys::Guestfs->new ();
    my $n = $g->add_libvirt_dom ($c->get_domain_by_name ("guest"),
                                 readonly => 1);
    print "$n ", (split / protocol=/, ($g->debug_drives ())[0])[0], "\n";
  ' "$uri" > out || fail "Perl: $(cat out)"
  is "Perl" "$(cat out)" "1 $test_tmp/disk.img"
fi

if built ruby; then
  "$(configured RUBY)" -rguestfs -e '
    begin
      Guestfs::Guestfs.new.add_libvirt_dom(0)
    rescue NotImplementedError => e
      puts e.message
    end' > out
  is "Ruby" "$(cat out)" "add_libvirt_dom: dom: cannot be given from Ruby"
  tested=1
fi

if built lua; then
  "$(configured LUA)" -e '
    local g = require "guestfs".create()
    print(pcall(g.add_libvirt_dom, g, 0))' > out
  matches "Lua" "$(cat out)" "dom must be a light userdata, not number"
  tested=1
fi

if built php; then
  "$(configured PHP)" -r '
    try {
        guestfs_add_libvirt_dom(guestfs_create(), 0);
    } catch (TypeError $e) {
        echo $e->getMessage();
    }' > out
  matches "PHP" "$(cat out)" "cannot be given in PHP"
  tested=1
fi

if built node; then
  "$(configured NODE)" -e '
    const { GuestFS } = require("guestfs");
    try {
      new GuestFS().add_libvirt_domSync(0);
    } catch (e) {
      console.log(e.message);
    }' > out
  matches "Node.js" "$(cat out)" "dom is a pointer: JavaScript has none"
  tested=1
fi

[ "$tested" = 1 ] || skip "no language is built that this test is about"
