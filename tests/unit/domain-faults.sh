#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# add_domain when libvirt does not do what it should; logging in; secrets.

. "$(dirname "$0")/../lib.sh"
calls=$abs_top_builddir/tests/unit/domain-calls
# A program's own domain: before the fake comes, on the real test driver.
[ -x "$calls" ] || skip "built without libvirt"
. "$abs_top_srcdir/tests/lib/domain.sh"
is "add_libvirt_dom" "$("$calls" dom "$uri" guest)" \
   "1
$PWD/disk.img protocol=file format=(not known yet) cachemode=writeback discard=disable name=/dev/vda
guest
0"
matches "add_libvirt_dom, readonly" \
  "$("$calls" dom test:///default test readonly || true)" \
  "ENOENT: add_libvirt_dom: domain test \(test:///default\): disk vda: /guest/diskimage1: No such file or directory
test
0$"
matches "a live one" "$("$calls" dom test:///default test || true)" \
  "^EBUSY: add_libvirt_dom: domain test .*is live"

. "$abs_top_srcdir/tests/lib/fake-libvirt.sh"
sed 's,</*node>,,g' node.xml > domain.xml
export FAKE_LIBVIRT_XML="$PWD/domain.xml" FAKE_LIBVIRT_SECRET="kept secret"
export FAKE_LIBVIRT_POOL="$PWD/pool.xml"

# add OPTION…: -d guest with the fake; what is said, without the address.
add() { guestfish -c fake:///x -d guest "$@" 2>&1; }
# fault MODE REGEX
fault() {
  FAKE_LIBVIRT=$1 fails_with "^libguestfs: error: add_domain: $2$" \
    guestfish -c fake:///x -d guest
}

matches "no fault" "$(add debug-drives)" "^$PWD/disk.img protocol=file"
fault refuse "connection to libvirt, fake:///x: authentication failed: bad password"
fault lost "domain guest \(fake:///\): server closed connection: Broken pipe"
fault gone "domain guest \(fake:///\): Domain not found: it is gone: virsh .*"
matches "secrets are not told" "$(FAKE_LIBVIRT=read-only add debug-drives)" \
  "^$PWD/disk.img protocol=file"
matches "a saved state" "$(FAKE_LIBVIRT=saved add debug-drives)" \
  "warning: domain guest .*its state was saved"
echo "<domain><devices><disk" > domain.xml
fault "" "domain guest \(fake:///\): libvirt's XML is not understood: .*"

sed 's,</*node>,,g' node.xml > one.xml

# A file of another machine is looked for on this one.
sed 's,disk.img,none.img,' one.xml > domain.xml
FAKE_LIBVIRT_URI=qemu+ssh://there/system fault "" \
  "domain guest \(qemu\+ssh://there/system\): disk vda, a file of another machine: $PWD/none.img: No such file or directory"

# The labels of a running domain are kept, until there is another one.
label() {
  sed "s,</devices>,</devices><seclabel model='selinux'>$1</seclabel>," \
    one.xml > domain.xml
}
label "<label>l:s0</label><imagelabel>i:s0</imagelabel>"
is "labels" "$(add get-backend-settings)" "internal_libvirt_label=l:s0
internal_libvirt_imagelabel=i:s0
internal_libvirt_norelabel_disks=1"
label ""
is "no label" "$(LIBGUESTFS_BACKEND_SETTINGS=internal_libvirt_label=x \
  add get-backend-settings)" ""

# A server that does not answer.
sed 's,</*node>,,g' node.xml > domain.xml
export LIBGUESTFS_BACKEND_SETTINGS=libvirt_timeout=1
fault hang "connection to libvirt, fake:///x: the server does not answer: .*libvirt_timeout.*"
fault hang-xml "domain guest \(fake:///\): the server does not answer: .*"
LIBGUESTFS_BACKEND_SETTINGS=libvirt_timeout=4
matches "closing" "$(FAKE_LIBVIRT=hang-close add debug-drives)" "^$PWD/disk.img"
LIBGUESTFS_BACKEND_SETTINGS=libvirt_timeout=100
matches "cancelled" "$(FAKE_LIBVIRT=hang "$calls" cancel || true)" \
  "^EINTR: add_domain: connection to libvirt, fake:///: cancelled$"
unset LIBGUESTFS_BACKEND_SETTINGS

# Logging in: by the event, in the thread of the call.
export FAKE_LIBVIRT=ask
types=(username authname language cnonce passphrase echoprompt noechoprompt
       realm external)
"$calls" log-in "${types[@]}" > log || fail "$(cat log)"
cat > expected <<'END'
EINVAL: set_libvirt_supported_credentials: credential type eye colour: not known: guestfs(3) lists them
event: fake:///, in the thread of the call
0 username [Please] [challenge] [default]
1 authname [Please] [challenge] [default]
2 language [] [] []
3 cnonce [Please] [challenge] [default]
4 passphrase [Please] [challenge] [default]
5 echoprompt [Please] [challenge] [default]
6 noechoprompt [Please] [challenge] [default]
7 realm [Please] [challenge] [default]
8 external [Please] [challenge] [default]
EINVAL: add_domain: credential index 9: out of range: there are 9, counted from 0
EINVAL: add_domain: credential index -1: out of range: there are 9, counted from 0
1
EINVAL: get_libvirt_requested_credentials: nobody asks for credentials: this works only in the callback of the event libvirt_auth
END
diff -u expected log || fail "the event"
is "answers" "$(tr '\0' '0' < fake.log)" "callback returned 0
type 1: username, 8
type 2: authname, 8
type 3: language, 8
type 4: a, 3
type 5: passphrase, 10
type 6: echoprompt, 10
type 7: noechoprompt, 12
type 8: realm, 5
type 9: (none), 0"

# Only what the program can answer is asked.
matches "two types" "$("$calls" log-in passphrase username)" \
  "call
0 passphrase .*
1 username [^2]*
EINVAL"
# Nothing was set: libvirt asks at the terminal, which is said first.
rm fake.log
matches "the terminal" "$("$calls" log-in)" \
  "libvirt must log in to connect to fake:///.
See https://libvirt.org/auth.html .*
1
EINVAL"
matches "the terminal" "$(cat fake.log)" "type 2: typed"
rm fake.log
add debug-drives > log
is "guestfish" "$(grep -c "typed" fake.log)" 2
export FAKE_LIBVIRT=

# Secrets: qemu-img shows what it is told when the disk is looked at.
mkdir bin
cat > bin/qemu-img <<'END'
#!/bin/bash
cat > "$TMPDIR/stdin"
echo "$@" > "$TMPDIR/arguments"
echo '{"format": "raw", "virtual-size": 1048576}'
END
chmod +x bin/qemu-img
PATH=$PWD/bin:$PATH
# source XML: the domain has this disk.
source_is() {
  echo "<domain><name>guest</name><devices><disk type='${2:-network}'>$1
        <target dev='vda'/><readonly/></disk></devices></domain>" > domain.xml
  rm -f fake.log stdin arguments
}
ceph="<auth username='me'><secret type='ceph' uuid='the-uuid'/></auth>"

source_is "<source protocol='rbd' name='pool/image'><host name='mon'/>$ceph</source>"
add > log
is "Ceph: lookup" "$(cat fake.log)" "secret uuid the-uuid"
is "Ceph: key" "$(cat stdin)" "$(printf 'kept secret' | base64)"
matches "Ceph: user" "$(cat arguments)" '"user":"me"'
FAKE_LIBVIRT=no-secret fails_with \
  "domain guest \(fake:///\): disk vda: secret the-uuid: Secret not found" \
  guestfish -c fake:///x -d guest
rm fake.log
fails_with "no disks that can be added" \
  guestfish add-domain guest libvirturi:fake:///x readonlydisk:ignore
[ ! -e fake.log ] || fail "asked for a secret that is not needed"

source_is "<source protocol='iscsi' name='iqn.x/1'><host name='h'/>
  <auth username='me'><secret type='iscsi' usage='mine'/></auth></source>"
add > log
is "iSCSI: lookup" "$(cat fake.log)" "secret type 3 usage mine"
is "iSCSI: password" "$(cat stdin)" "kept secret"
matches "iSCSI" "$(cat arguments)" '"target":"iqn.x".*"lun":1'

source_is "<source protocol='nbd' name='e'><host transport='unix'
  socket='/run/no, such'/></source>"
add > log
matches "unix" "$(cat arguments)" '"type":"unix","path":"/run/no, such"'

# A volume of a pool on the network.
echo "<pool type='rbd'><source><name>ceph</name><host name='mon'/>$ceph</source>
</pool>" > pool.xml
source_is "<source pool='p' volume='image'/>" volume
add > log
matches "volume" "$(cat arguments)" '"pool":"ceph","image":"image"'
is "volume: key" "$(cat stdin)" "$(printf 'kept secret' | base64)"
# What a block device has for a format is its partition table.
is "block volume" "$(FAKE_LIBVIRT=volume-block add debug-drives)" \
   "$PWD/disk.img protocol=file format=(not known yet) cachemode=writeback discard=disable readonly name=/dev/vda"
fault volume-dir "domain guest .* disk vda: volume image of pool p: it is a directory, not a disk image"
source_is "<source pool='p' volume='none'/>" volume
fault "" "domain guest .* disk vda: volume none of pool p: Storage volume not found: virsh pool-refresh .*"

# What cannot be expressed.
source_is "<source protocol='https' name='x' tls='yes'><host name='h'/></source>"
fault "" "domain guest .*: disk vda: its server is reached through TLS, which is possible with NBD alone"
