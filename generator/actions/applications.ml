(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What is installed in a system: its packages. *)

open Types
open Testing

(* A Debian as small as it can be, with these packages. *)
let debian status = [
  ok ["mkdir"; "/etc"];
  ok ["mkdir"; "/bin"];
  ok ["mkdir_p"; "/var/lib/dpkg"];
  ok ["write"; "/etc/fstab"; "/dev/sda1 / ext2 defaults 0 0\n"];
  ok ["write"; "/etc/os-release"; "ID=debian\nVERSION_ID=12\n"];
  ok ["write"; "/var/lib/dpkg/status"; status];
  ["inspect_os"] ==> Is_list ["/dev/sda1"] ]

let packages = debian
  "Package: zsh\nStatus: install ok installed\nArchitecture: amd64\n\
   Version: 5.9-4\nDescription: shell\n\n\
   Package: bash\nStatus: install ok installed\nArchitecture: amd64\n\
   Source: bash-src (1)\nVersion: 2:5.2-15-b2\nHomepage: http://bash\n\
   Description: GNU shell\n one\n .\n  two\n\n\
   Package: gone\nStatus: deinstall ok config-files\nVersion: 1-1\n"

let mounted = packages @ [ ok ["mount_ro"; "/dev/sda1"; "/"] ]

let about_rows = {|
The list is sorted by the bytes of C<name>; several packages can have one
name. What a system does not tell is an empty string, and 0 for the epoch.

Its file systems must be mounted, at least those where the lists of packages
are: C<guestfs_inspect_get_mountpoints>. They are read when this is called.|}

let actions = [
  { defaults with
    name = "inspect_list_applications2";
    where = Library;
    added = (1, 19, 56);
    ret = RStructList ("applications2", "application2");
    args = [ String (Mountable, "root") ];
    also_cancellable = true;
    summary = "list what is installed in a system";
    doc = {|
Returns the packages or applications that are installed in the system with
this root, one of those that C<guestfs_inspect_os> returned.
|} ^ about_rows ^ {|

The fields are:

=over 4

=item C<app2_name>

The name of the package. In Windows it is the key of the registry, which may be
a GUID: C<app2_display_name> is what people call it.

=item C<app2_display_name>

The name for people; only in Windows.

=item C<app2_epoch>, C<app2_version>, C<app2_release>

The three parts of a version: C<1:2.3-4> has the epoch 1, the version C<2.3>
and the release C<4>.

=item C<app2_arch>

The architecture of the package, by the system's own name for it: C<amd64> in
Debian, C<x86_64> in Fedora.

=item C<app2_install_path>, C<app2_publisher>

Where it was installed, and who made it. Windows tells these.

=item C<app2_url>

The address of its home page.

=item C<app2_source_package>

What it was built from; in Debian, if the name is another one.

=item C<app2_summary>, C<app2_description>

What it is, in one line and in several.

=item C<app2_class>

C<antivirus> for a program of Windows that looks for viruses.

=item C<app2_trans_path>, C<app2_spare2> to C<app2_spare4>

Always empty.

=back

These are read:

=over 4

=item C<deb>

F</var/lib/dpkg/status>, and F</var/lib/dpkg/status.d> of images without dpkg.
Only packages that are completely installed are listed.

=item C<rpm>

F<rpmdb.sqlite>, else F<Packages.db>, else F<Packages> (Berkeley DB), in
F</var/lib/rpm>, F</usr/lib/sysimage/rpm> or F</usr/share/rpm>. Signatures are
not checked. Public keys are in the list, too, as packages called
C<gpg-pubkey>. A field that a package does not have is C<(none)>. The list is
empty when there is no database.

=item C<pacman>

F</var/lib/pacman/local>; what the package is for is in C<app2_description>.

=item C<apk>

F</lib/apk/db/installed> or F</usr/lib/apk/db/installed>, likewise.

=item C<ebuild>

F</var/db/pkg>; the name has the category in it, as in C<app-shells/bash>.

=item C<xbps>

F</var/db/xbps/pkgdb-0.38.plist>.

=item C<ipk>

F</usr/lib/opkg/status> or F</var/lib/opkg/status>.

=item C<pkg>, C<pkgsrc>

Packages of the BSDs: F</var/db/pkg/local.sqlite> of FreeBSD, else directories
in F</usr/pkg/pkgdb> and F</var/db/pkg>.

=item Windows

What can be uninstalled, in the 64-bit and the 32-bit view of the registry.

=back

The list is empty for a system whose packages are in another format. Flatpaks,
snaps and containers are not looked at.

A package that is damaged is left out, with an event
C<GUESTFS_EVENT_WARNING>. It is an error when the database cannot be read.|};
    tests = [
      example Filesystem (mounted @ [
        ["inspect_list_applications2"; "/dev/sda1"] ==>
          C_expr "ret->len == 2 && \
                  strcmp (ret->val[0].app2_name, \"bash\") == 0 && \
                  ret->val[0].app2_epoch == 2 && \
                  strcmp (ret->val[0].app2_version, \"5.2-15\") == 0 && \
                  strcmp (ret->val[0].app2_release, \"b2\") == 0 && \
                  strcmp (ret->val[0].app2_arch, \"amd64\") == 0 && \
                  strcmp (ret->val[0].app2_url, \"http://bash\") == 0 && \
                  strcmp (ret->val[0].app2_source_package, \
                          \"bash-src\") == 0 && \
                  strcmp (ret->val[0].app2_summary, \"GNU shell\") == 0 && \
                  strcmp (ret->val[0].app2_description, \
                          \"one\\n.\\n two\") == 0 && \
                  strcmp (ret->val[0].app2_display_name, \"\") == 0 && \
                  strcmp (ret->val[1].app2_name, \"zsh\") == 0 && \
                  ret->val[1].app2_epoch == 0" ]);
      test Filesystem (packages @ [
        fails "EINVAL" ["inspect_list_applications2"; "/dev/sda1"];
        fails "EINVAL" ["inspect_list_applications2"; "/dev/sda"];
        fails "ENOENT" ["inspect_list_applications2"; "/dev/sdz"];
        ok ["mount"; "/dev/sda1"; "/"];
        ok ["rm"; "/var/lib/dpkg/status"];
        fails "ENOENT" ["inspect_list_applications2"; "/dev/sda1"];
        ok ["mkfifo"; "0600"; "/var/lib/dpkg/status"];
        fails "EINVAL" ["inspect_list_applications2"; "/dev/sda1"];
        ok ["rm"; "/var/lib/dpkg/status"];
        ok ["ln_s"; "/proc/kcore"; "/var/lib/dpkg/status"];
        fails "ENOENT" ["inspect_list_applications2"; "/dev/sda1"];
        ok ["rm"; "/var/lib/dpkg/status"];
        ok ["touch"; "/var/lib/dpkg/status"];
        ["inspect_list_applications2"; "/dev/sda1"] ==> Is_empty ]) ] };

  { defaults with
    name = "inspect_list_applications";
    where = Library;
    added = (1, 7, 8);
    deprecated = Replaced_by "inspect_list_applications2";
    ret = RStructList ("applications", "application");
    args = [ String (Mountable, "root") ];
    also_cancellable = true;
    summary = "list what is installed in a system";
    doc = {|
Like C<guestfs_inspect_list_applications2>, without C<app2_arch>,
C<app2_class> and the fields that are always empty. The names of fields begin
with C<app_>.
|} ^ about_rows;
    tests = [
      example Filesystem (mounted @ [
        ["inspect_list_applications"; "/dev/sda1"] ==>
          C_expr "ret->len == 2 && \
                  strcmp (ret->val[0].app_name, \"bash\") == 0 && \
                  ret->val[0].app_epoch == 2 && \
                  strcmp (ret->val[0].app_version, \"5.2-15\") == 0 && \
                  strcmp (ret->val[0].app_release, \"b2\") == 0 && \
                  strcmp (ret->val[0].app_install_path, \"\") == 0 && \
                  strcmp (ret->val[0].app_trans_path, \"\") == 0 && \
                  strcmp (ret->val[0].app_description, \
                          \"one\\n.\\n two\") == 0" ]);
      test Filesystem (packages @ [
        fails "EINVAL" ["inspect_list_applications"; "/dev/sda1"] ]) ] };

  { defaults with
    name = "internal_list_rpm_applications";
    where = Daemon 510;
    added = (1, 45, 3);
    ret = RStructList ("applications2", "application2");
    args = [];
    visibility = VInternal;
    summary = "list packages of RPM";
    doc = {|
Those of whatever is mounted, as C<guestfs_inspect_list_applications2> would
list them.|};
    tests = [] };

  { defaults with
    name = "internal_list_applications";
    where = Daemon 1010;
    added = (1, 61, 1);
    visibility = VPrivate;
    ret = RErr;
    args = [ String (Mountable, "root"); String (FileOut, "filename") ];
    summary = "stream what is installed in a system";
    doc = {|
Each as it is found, in no order, as a record of F<common/applications.h>.
This is what C<guestfs_inspect_list_applications2> reads.|};
    tests = [] };
]
