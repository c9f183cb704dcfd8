(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The disks of libvirt's domains; logging in to libvirt. *)

open Types
open Testing

(* What both actions say of their options. *)
let disk_options = {|=item C<readonly>

If true, all disks are added read-only, and the domain may run meanwhile. If
false, the default, the domain must be shut off: one that runs, is paused or is
just ending is an error (C<EBUSY>) which names it.

=item C<readonlydisk>

What becomes of a disk that the domain itself cannot write to (it has
C<E<lt>readonly/E<gt>> in the XML, as CD-ROMs have):

=over 4

=item C<write>

It is treated like the others. This is the default.

=item C<read>

It is added read-only.

=item C<ignore>

It is left out.

=item C<error>

Unless C<readonly> is true, it is an error.

=back

=item C<cachemode>, C<discard>, C<copyonread>

As in C<guestfs_add_drive>, for every disk. C<discard> is not for disks that
are read-only because of C<readonlydisk>.

=item C<iface>

Ignored.

=item C<live>

Must be false: attaching to a running guest does not exist any more.

=back

Either all of the domain's disks are added or, after an error, none. The
result is their number; the first is the next free device of the appliance, in
the order of the domain's XML. It is an error when there is none.

Each disk becomes a drive as C<guestfs_add_drive> takes it:

=over 4

=item disks in files and on block devices

C<file> and C<block>. If the domain is on another machine its files are looked
for on this one.

=item disks on the network

C<network> with protocols that C<guestfs_add_drive> knows; servers may be unix
sockets. What libvirt keeps as a secret is fetched. A snapshot of Ceph is
I<POOL>/I<IMAGE>C<@>I<SNAPSHOT>. What the XML says and
C<guestfs_add_drive> has no words for, counts, too: see
L<guestfs(3)/Disks of domains>. What QEMU cannot be told is an error
(C<ENOTSUP>) or a warning event, which say what to do.

=item volumes of storage pools

C<volume>: files, block devices (also of logical and iSCSI pools), and images in
pools of Ceph, Gluster and C<iscsi-direct>. The pool must be active.

=item other disks

Of types like C<nvme> or C<dir>: left out, with a warning event.

=item drives without a medium

Left out; and disks whose file is missing when C<startupPolicy> is C<optional>.

=back

The format is that of the XML; C<blockio> gives the sector size. Images that
are encrypted as a whole are added as they are, to be opened in the appliance
(C<guestfs_cryptsetup_open>). A qcow2 image whose contents QEMU encrypts is an
error.

On a host with SELinux the labels of a running domain are kept for the libvirt
backend, so that its disks need not be relabelled.|}

let actions = [
  { defaults with
    name = "add_domain";
    where = Library;
    added = (1, 7, 4);
    ret = RInt "nrdisks";
    args = [ String (PlainString, "dom") ];
    optargs = [ 0, OString "libvirturi";
                1, OBool "readonly";
                2, OString "iface";
                3, OBool "live";
                4, OBool "allowuuid";
                5, OString "readonlydisk";
                6, OString "cachemode";
                7, OString "discard";
                8, OBool "copyonread" ];
    config_only = true;
    fish_alias = [ "domain" ];
    summary = "add the disks of a libvirt domain";
    doc = {|Asks libvirt for the domain (virtual machine) called C<dom> and adds
its disks.

The optional arguments are:

=over 4

=item C<libvirturi>

Which libvirt to ask, as in C<qemu:///system> or
C<qemu+ssh://root@example.com/system>. Unless given, libvirt decides; the
backend has no influence on it. Logging in: C<GUESTFS_EVENT_LIBVIRT_AUTH>.

=item C<allowuuid>

If true, C<dom> may also be the UUID of the domain, which is tried first.

|} ^ disk_options;
    tests = [
      test Blank
        [ fails "EINVAL" ["add_domain"; "d"; "readonlydisk:perhaps"];
          fails "ENOTSUP" ["add_domain"; "d"; "live:true"] ];
    ] };

  { defaults with
    name = "add_libvirt_dom";
    where = Library;
    added = (1, 29, 14);
    ret = RInt "nrdisks";
    args = [ Pointer ("virDomainPtr", "dom") ];
    optargs = [ 0, OBool "readonly";
                1, OString "iface";
                2, OBool "live";
                3, OString "readonlydisk";
                4, OString "cachemode";
                5, OString "discard";
                6, OBool "copyonread" ];
    config_only = true;
    summary = "add the disks of a libvirt domain, given as an object";
    doc = {|Adds the disks of a domain for programs that use libvirt themselves:
C<dom> is a C<virDomainPtr>, and secrets and volumes are asked for over its
connection, which must not be a read-only one if there are secrets. Neither is
changed or kept. C<guestfs_add_domain> does the same for a name.

The optional arguments are:

=over 4

|} ^ disk_options };

  { defaults with
    name = "get_libvirt_requested_credential_challenge";
    where = Library;
    added = (1, 19, 52);
    ret = RString (RPlainString, "challenge");
    args = [ Int "index" ];
    blocking = false;
    summary = "challenge of a credential that libvirt asks for";
    doc = {|Returns the challenge that came with the question number C<index>,
or C<""> when there was none. Only for callbacks: see
C<guestfs_set_libvirt_supported_credentials>.|};
    tests = [
      test Blank
        [ fails "EINVAL" ["get_libvirt_requested_credential_challenge"; "0"] ]
    ] };

  { defaults with
    name = "get_libvirt_requested_credential_defresult";
    where = Library;
    added = (1, 19, 52);
    ret = RString (RPlainString, "defresult");
    args = [ Int "index" ];
    blocking = false;
    summary = "default answer to what libvirt asks for";
    doc = {|Returns the answer that libvirt proposes to the question number
C<index>, or C<""> when there is none. Only for callbacks: see
C<guestfs_set_libvirt_supported_credentials>.|};
    tests = [
      test Blank
        [ fails "EINVAL" ["get_libvirt_requested_credential_defresult"; "0"] ]
    ] };

  { defaults with
    name = "get_libvirt_requested_credential_prompt";
    where = Library;
    added = (1, 19, 52);
    ret = RString (RPlainString, "prompt");
    args = [ Int "index" ];
    blocking = false;
    summary = "how to ask for a credential that libvirt wants";
    doc = {|Returns how to ask a person for the credential number C<index>, or
C<"">. Only for callbacks: see C<guestfs_set_libvirt_supported_credentials>.|};
    tests = [
      test Blank
        [ fails "EINVAL" ["get_libvirt_requested_credential_prompt"; "0"] ]
    ] };

  { defaults with
    name = "get_libvirt_requested_credentials";
    where = Library;
    added = (1, 19, 52);
    ret = RStringList (RPlainString, "creds");
    blocking = false;
    summary = "which credentials libvirt asks for";
    doc = {|Returns the types of the credentials that are asked for, in order:
the first has the index 0. Only for callbacks: see
C<guestfs_set_libvirt_supported_credentials>.|};
    tests = [
      test Blank [ fails "EINVAL" ["get_libvirt_requested_credentials"] ]
    ] };

  { defaults with
    name = "set_libvirt_requested_credential";
    where = Library;
    added = (1, 19, 52);
    ret = RErr;
    args = [ Int "index"; BufferIn "cred" ];
    blocking = false;
    summary = "give libvirt a credential that it asks for";
    doc = {|Answers the question number C<index> with C<cred>, which is copied.
Only for callbacks: see C<guestfs_set_libvirt_supported_credentials>. What is
not answered is up to the server.|};
    tests = [
      test Blank
        [ fails "EINVAL" ["set_libvirt_requested_credential"; "0"; "secret"] ]
    ] };

  { defaults with
    name = "set_libvirt_supported_credentials";
    where = Library;
    added = (1, 19, 52);
    ret = RErr;
    args = [ StringList (PlainString, "creds") ];
    blocking = false;
    summary = "say which credentials the program can give to libvirt";
    doc = {|Says which types of credentials the callback of
C<GUESTFS_EVENT_LIBVIRT_AUTH> can give: C<username>, C<authname>, C<language>,
C<cnonce>, C<passphrase>, C<echoprompt>, C<noechoprompt>, C<realm> and
C<external>. libvirt explains them (C<virConnectCredentialType>).

When libvirt then asks while it is being connected to, by
C<guestfs_add_domain> or a launch with the libvirt backend, the event is sent,
in the thread of that call. The callback finds out what is asked with
C<guestfs_get_libvirt_requested_credentials>,
C<guestfs_get_libvirt_requested_credential_prompt>,
C<guestfs_get_libvirt_requested_credential_challenge> and
C<guestfs_get_libvirt_requested_credential_defresult>, and answers with
C<guestfs_set_libvirt_requested_credential>. These five are errors (C<EINVAL>)
at any other time.

Without this call, or without such a callback, libvirt itself asks at the
terminal.|} };
]
