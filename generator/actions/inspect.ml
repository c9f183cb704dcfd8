(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Which systems are on the disks: finding them, and what is known of each. *)

open Types
open Testing

(* What is asked of a root that inspect_os has found. *)
let about = {|

C<root> is one of the strings that C<guestfs_inspect_os> or
C<guestfs_inspect_get_roots> returned. It is an error when it is not the root
of a system that was found.|}

let get name proc added ret summary doc =
  { defaults with
    name = "inspect_get_" ^ name;
    where = Daemon proc;
    leaves = Nothing;
    added; ret;
    args = [ String (Mountable, "root") ];
    summary; doc = doc ^ about }

let text field = RString (RPlainString, field)

(* Only of Windows. *)
let windows doc =
  doc ^ "\n\nIt is an error when the system is not Windows."

(* Nothing was inspected. *)
let not_a_root name = [
  test Blank [ fails "EINVAL" ["inspect_get_" ^ name; "/dev/sda"] ] ]

(* A system as small as it can be. *)
let debian = [
  ok ["mkdir"; "/etc"];
  ok ["mkdir"; "/bin"];
  ok ["write"; "/etc/fstab"; "/dev/sda1 / ext2 defaults 0 0\n"];
  ok ["write"; "/etc/hostname"; "toy.example.org\n"];
  ok ["write"; "/etc/os-release";
      "ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"Debian toy\"\n"] ]

let found action expect =
  example Filesystem (debian @ [
    ["inspect_os"] ==> Is_list ["/dev/sda1"];
    [action; "/dev/sda1"] ==> expect ])

(* The same of Windows. *)
let windows_files = [
  ok ["mkdir_p"; "/Windows/System32/config"];
  ok ["write"; "/Windows/System32/cmd.exe"; "MZ"];
  ok ["touch"; "/Windows/System32/config/SOFTWARE"];
  ok ["touch"; "/Windows/System32/config/SYSTEM"] ]

let found_in_windows action expect =
  example Filesystem (windows_files @ [
    ["inspect_os"] ==> Is_list ["/dev/sda1"];
    ["inspect_get_" ^ action; "/dev/sda1"] ==> expect ])

let not_in_the_registry action =
  test Filesystem (windows_files @ [
    ["inspect_os"] ==> Is_list ["/dev/sda1"];
    fails "ENOENT" ["inspect_get_" ^ action; "/dev/sda1"] ])

let actions = [
  { defaults with
    name = "inspect_os";
    where = Daemon 480;
    added = (1, 5, 3);
    also_cancellable = true;
    leaves = Its_result;
    ret = RStringList (RMountable, "roots");
    summary = "find the systems on the disks";
    doc = {|
Look at every file system of all drives, and return the root file systems of
the operating systems that were found, in the order of the devices. The list
is empty when there is none. With several it is the caller's decision which of
them is meant.

All file systems are unmounted first, and nothing is mounted afterwards:
C<guestfs_inspect_get_mountpoints> tells what to mount where. What was found
is remembered, for the other C<guestfs_inspect_*> functions, until the next
C<guestfs_inspect_os> or until drives come or go.

Encrypted disks are not looked into: open them before
(C<guestfs_cryptsetup_open>).

What is damaged costs what it would have told, and never hides the rest. What
could not be read is said in events C<GUESTFS_EVENT_WARNING>, which are printed
on standard error if nobody has asked for them.

A file system that ends the appliance's kernel, or has not answered after two
minutes, is left out, too: the appliance is launched again and the rest looked
at. That is done when nothing is lost with the appliance, which is so when
it has only answered questions since it was launched: which devices, partitions,
volumes and file systems there are, what is known of them, which features are
available, and this function and those that tell what it has found. After other
calls, such as C<guestfs_mount> or C<guestfs_cryptsetup_open>, and when a drive
was added or removed since, it ends the call; the error names the file system,
and the backend setting C<inspect_without> leaves it out.|};
    tests = [
      found "inspect_get_distro" (Is "debian");
      test Filesystem [
        ["inspect_os"] ==> Is_empty;
        ["mounts"] ==> Is_empty ];
      test Blank [ ["inspect_os"] ==> Is_empty ] ] };

  { defaults with
    name = "inspect_get_roots";
    where = Daemon 481;
    leaves = Nothing;
    added = (1, 7, 3);
    ret = RStringList (RMountable, "roots");
    summary = "list the systems that were found";
    doc = {|
Returns what the last C<guestfs_inspect_os> returned, without looking again.
The list is empty when it was not called.|};
    tests = [
      example Filesystem (debian @ [
        ["inspect_os"] ==> Is_list ["/dev/sda1"];
        ["inspect_get_roots"] ==> Is_list ["/dev/sda1"] ]);
      test Blank [
        ["inspect_os"] ==> Is_empty;
        ["inspect_get_roots"] ==> Is_empty ] ] };

  { (get "type" 483 (1, 5, 3) (text "name")
       "get the kind of a system"
       {|
Returns the kind of system, such as C<linux>, C<windows> or C<freebsd>:
L<guestfs(3)/SYSTEMS> lists all. It is C<unknown> when that is not
known.|}) with
    tests = [
      found "inspect_get_type" (Is "linux");
      test Filesystem [
        ["inspect_os"] ==> Is_empty;
        fails "EINVAL" ["inspect_get_type"; "/dev/sda1"] ] ] };

  { (get "distro" 484 (1, 5, 3) (text "distro")
       "get the distribution"
       {|
Returns the distribution, such as C<debian> or C<rhel>, for other systems
than Linux the name of the system: L<guestfs(3)/SYSTEMS> lists all. One that
is in no list is called as it calls itself (C<ID> of F</etc/os-release>). It
is C<unknown> when nothing tells.|}) with
    tests = found "inspect_get_distro" (Is "debian") :: not_a_root "distro" };

  { (get "package_format" 485 (1, 7, 5) (text "packageformat")
       "get the format of packages"
       {|
Returns the format of the packages that are installed, such as C<deb>, C<rpm>
or C<apk>: L<guestfs(3)/SYSTEMS> lists all. It is C<unknown> when there are
none, or it is not known.|}) with
    tests = found "inspect_get_package_format" (Is "deb")
            :: not_a_root "package_format" };

  { (get "package_management" 486 (1, 7, 5) (text "packagemanagement")
       "get the package manager"
       {|
Returns the program that manages packages, such as C<apt>, C<dnf> or
C<zypper>: L<guestfs(3)/SYSTEMS> lists all. It is C<unknown> when it is not
known.|}) with
    tests = found "inspect_get_package_management" (Is "apt")
            :: not_a_root "package_management" };

  { (get "product_name" 487 (1, 5, 3) (text "product")
       "get the name of a system, for people"
       {|
Returns what the system calls itself, such as C<Debian GNU/Linux 12
(bookworm)>. Programs should not look for anything in it. It is C<unknown>
when the system does not say.|}) with
    tests = found "inspect_get_product_name" (Is "Debian toy")
            :: not_a_root "product_name" };

  { (get "product_variant" 488 (1, 9, 13) (text "variant")
       "get the variant of Windows"
       {|
Returns, for Windows, the type of installation: C<Client>, C<Server>,
C<Server Core> and others. For other systems it is C<unknown>.|}) with
    tests = found "inspect_get_product_variant" (Is "unknown")
            :: not_a_root "product_variant" };

  { (get "major_version" 489 (1, 5, 3) (RInt "major")
       "get the first number of the version"
       {|
Returns the first number of the version of the system, and 0 when that has
none, as distributions that have no releases, or it is not known.|}) with
    tests = found "inspect_get_major_version" (Is_int 12)
            :: not_a_root "major_version" };

  { (get "minor_version" 490 (1, 5, 3) (RInt "minor")
       "get the second number of the version"
       {|
Returns the second number of the version of the system, and 0 when there is
none, or it is not known. For Windows these are the numbers of the kernel:
Windows 7 is 6.1.|}) with
    tests = found "inspect_get_minor_version" (Is_int 0)
            :: not_a_root "minor_version" };

  { (get "arch" 491 (1, 5, 3) (text "arch")
       "get the architecture of a system"
       {|
Returns for which processors the system was made, such as C<x86_64>, as
C<guestfs_file_architecture> says it of one of its usual programs; C<unknown>
when none of those could be read.|}) with
    tests = found "inspect_get_arch" (Is "unknown") :: not_a_root "arch" };

  { (get "hostname" 492 (1, 7, 9) (text "hostname")
       "get the host name of a system"
       {|
Returns the name that the system gives itself, with a domain if that is part
of it; C<unknown> when none was set.|}) with
    tests = found "inspect_get_hostname" (Is "toy.example.org")
            :: not_a_root "hostname" };

  { (get "build_id" 513 (1, 49, 8) (text "buildid")
       "get the build of a system"
       {|
Returns the number of the build: for Windows C<CurrentBuildNumber> of the
registry, for Linux C<BUILD_ID> of F</etc/os-release>; C<unknown> when there is
none.|}) with
    tests = found "inspect_get_build_id" (Is "unknown")
            :: not_a_root "build_id" };

  { (get "mountpoints" 500 (1, 5, 3)
       (RHashtable (RPlainString, RMountable, "mountpoints"))
       "get where the file systems of a system are mounted"
       {|
Returns, for each file system that belongs to the system, where it is mounted:
the keys are mount points, the values what C<guestfs_mount> takes. The first is
F</>, and they come in an order in which they can be mounted.

It follows from F</etc/fstab> of the guest, whose names of devices are
translated to what the appliance calls them. A device that was not found is
still there if the guest gives its name (F</dev/…>): expect that mounting fails
for any but F</>. For Windows only the root is there: see
C<guestfs_inspect_get_drive_mappings>.|}) with
    tests = found "inspect_get_mountpoints" (Has_pairs ["/", "/dev/sda1"])
            :: not_a_root "mountpoints" };

  { (get "filesystems" 501 (1, 5, 3)
       (RStringList (RMountable, "filesystems"))
       "list the file systems of a system"
       {|
Returns the file systems that belong to the system, also what is not mounted,
such as swap space.|}) with
    tests = found "inspect_get_filesystems" (Is_list ["/dev/sda1"])
            :: not_a_root "filesystems" };

  { (get "drive_mappings" 502 (1, 9, 17)
       (RHashtable (RPlainString, RDevice, "drives"))
       "get the drive letters of Windows"
       {|
Returns, for Windows, what each drive letter stands for: the keys are letters
(C<C>), the values devices. Letters of what is not there, of floppy disks and
CDs are left out. It is empty for other systems.|}) with
    tests = found "inspect_get_drive_mappings" Is_empty
            :: not_a_root "drive_mappings" };

  { (get "windows_systemroot" 493 (1, 5, 25) (text "systemroot")
       "get the directory of Windows"
       (windows {|
Returns the directory in which Windows is, as a path of the guest such as
F</Windows>, in the case in which it is written on the disk.|})) with
    tests = found_in_windows "windows_systemroot"
              (Is "/Windows")
            :: not_a_root "windows_systemroot" };

  { (get "windows_software_hive" 494 (1, 35, 26) (text "path")
       "get the file of the registry's HKLM\\SOFTWARE"
       (windows {|
Returns the file of the registry hive C<HKEY_LOCAL_MACHINE\SOFTWARE>, as a path
of the guest. It is an error when there is no such file.|})) with
    tests = found_in_windows "windows_software_hive"
              (Is "/Windows/System32/config/SOFTWARE")
            :: not_a_root "windows_software_hive" };

  { (get "windows_system_hive" 495 (1, 35, 26) (text "path")
       "get the file of the registry's HKLM\\SYSTEM"
       (windows {|
Returns the file of the registry hive C<HKEY_LOCAL_MACHINE\SYSTEM>, as a path
of the guest. It is an error when there is no such file.|})) with
    tests = found_in_windows "windows_system_hive"
              (Is "/Windows/System32/config/SYSTEM")
            :: not_a_root "windows_system_hive" };

  { (get "windows_current_control_set" 496 (1, 9, 17) (text "controlset")
       "get the current control set of Windows"
       (windows {|
Returns the name of the key below C<HKEY_LOCAL_MACHINE\SYSTEM> that Windows
uses as its control set, such as C<ControlSet001>. It is an error when the
registry does not tell.|})) with
    tests = not_in_the_registry "windows_current_control_set"
            :: not_a_root "windows_current_control_set" };

  { (get "windows_group_policy" 521 (1, 57, 6) (RBool "hasgrouppolicy")
       "find out whether Windows has had group policies"
       (windows {|
Returns true when group policies were applied to this Windows. It is an error
when the registry cannot be read.|})) with
    tests = not_in_the_registry "windows_group_policy"
            :: not_a_root "windows_group_policy" };

  { defaults with
    name = "internal_inspect_get_osinfo";
    where = Daemon 1001;
    leaves = Nothing;
    added = (1, 61, 1);
    visibility = VPrivate;
    ret = text "id";
    args = [ String (Mountable, "root") ];
    summary = "get the libosinfo id of a system";
    doc = "What C<guestfs_inspect_get_osinfo> returns." };

  { defaults with
    name = "inspect_get_osinfo";
    added = (1, 39, 1);
    ret = text "id";
    args = [ String (Mountable, "root") ];
    summary = "get the libosinfo id of a system";
    doc = {|
Returns the short id under which libosinfo (L<https://libosinfo.org/>) is
likely to know the system, such as C<debian12>: C<virt-install --osinfo> takes
it. It is C<unknown> when there is none; it may be one that an old libosinfo
does not know yet.|} ^ about;
    tests = found "inspect_get_osinfo" (Is "debian12")
            :: not_a_root "osinfo" };

  { defaults with
    name = "internal_inspect_get_icon";
    where = Daemon 1002;
    added = (1, 61, 1);
    visibility = VPrivate;
    ret = RErr;
    args = [ String (Mountable, "root"); Bool "favicon"; Bool "highquality";
             String (FileOut, "filename") ];
    summary = "stream the logo of a system";
    doc = {|
Nothing when there is none. This is what C<guestfs_inspect_get_icon> reads.|} };

  { defaults with
    name = "inspect_get_icon";
    added = (1, 11, 12);
    ret = RBufferOut "icon";
    args = [ String (Mountable, "root") ];
    optargs = [ 0, OBool "favicon"; 1, OBool "highquality" ];
    summary = "get the logo of a system";
    doc = {|
Returns a picture for the system, as a PNG file; an empty buffer when there is
none. Its file systems must be mounted, as C<guestfs_inspect_get_mountpoints>
says. Nothing is returned that is not a PNG of 16 to 1024 pixels on each side,
but what is in it was made in the guest, and it should be shown by a program
that expects anything.

=over 4

=item C<favicon>

If false, F</etc/favicon.png> is not taken: a picture that somebody has chosen
for just this system. The default is true.

=item C<highquality>

If true, only logos that are not too small to be shown large are returned, and
no favicon. The default is false.

=back

Trademark laws may say where logos may be shown.|} ^ about;
    tests = [
      example Filesystem (debian @ [
        ["inspect_os"] ==> Is_list ["/dev/sda1"];
        ok ["mount_ro"; "/dev/sda1"; "/"];
        ["inspect_get_icon"; "/dev/sda1"] ==> Is_buffer "" ]);
      test Filesystem (debian @ [
        ["inspect_os"] ==> Is_list ["/dev/sda1"];
        fails "EINVAL" ["inspect_get_icon"; "/dev/sda1"] ]) ]
      @ not_a_root "icon" };

  { defaults with
    name = "inspect_get_format";
    where = Daemon 482;
    added = (1, 9, 4);
    deprecated = Deprecated;
    ret = text "format";
    args = [ String (Mountable, "root") ];
    summary = "get the format of a system";
    doc = {|
Returns C<installed>, whatever C<root> is. Install disks are not looked into:
see libosinfo.|};
    tests = [
      example Filesystem [
        ["inspect_get_format"; "/dev/sda1"] ==> Is "installed" ] ] };

  { defaults with
    name = "inspect_is_live";
    where = Daemon 497;
    added = (1, 9, 4);
    deprecated = Deprecated;
    ret = RBool "live";
    args = [ String (Mountable, "root") ];
    summary = "get whether a system is on a live disk";
    doc = "Returns false, whatever C<root> is.";
    tests = [
      example Filesystem [
        ["inspect_is_live"; "/dev/sda1"] ==> Is_false ] ] };

  { defaults with
    name = "inspect_is_netinst";
    where = Daemon 498;
    added = (1, 9, 4);
    deprecated = Deprecated;
    ret = RBool "netinst";
    args = [ String (Mountable, "root") ];
    summary = "get whether this is a network install disk";
    doc = "Returns false, whatever C<root> is.";
    tests = [
      example Filesystem [
        ["inspect_is_netinst"; "/dev/sda1"] ==> Is_false ] ] };

  { defaults with
    name = "inspect_is_multipart";
    where = Daemon 499;
    added = (1, 9, 4);
    deprecated = Deprecated;
    ret = RBool "multipart";
    args = [ String (Mountable, "root") ];
    summary = "get whether this is one of several install disks";
    doc = "Returns false, whatever C<root> is.";
    tests = [
      example Filesystem [
        ["inspect_is_multipart"; "/dev/sda1"] ==> Is_false ] ] };
]
