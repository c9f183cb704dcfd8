(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* SELinux: labels of the guest's files, and the context of the daemon. *)

open Types
open Testing

let needs = ["selinuxrelabel"]

let spec = String.concat "" [
  "/.*            system_u:object_r:default_t:s0\n";
  "/etc(/.*)?     system_u:object_r:etc_t:s0\n";
  "/etc/secret -- system_u:object_r:secret_t:s0\n";
  "/link       -l system_u:object_r:link_t:s0\n" ]

let files = [
  ok ["mkdir_p"; "/etc/d"];
  ok ["touch"; "/etc/secret"];
  ok ["touch"; "/file"];
  ok ["ln_s"; "/etc/passwd"; "/link"];
  ok ["write"; "/spec"; spec] ]

(* As it is on the disk, with its NUL. *)
let has_label path label =
  ["lgetxattr"; path; "security.selinux"] ==>
    Is_buffer ("system_u:object_r:" ^ label ^ ":s0\000")
let has_none path = (["lgetxattr"; path; "security.selinux"], Fails)

let actions = [
  { defaults with
    name = "getcon";
    where = Daemon 186;
    leaves = Nothing;
    added = (1, 0, 67);
    ret = RString (RPlainString, "context");
    optional_group = Some "selinux";
    deprecated = Replaced_by "setfiles";
    summary = "the SELinux context of the daemon";
    doc = {|
Return the SELinux context in which the daemon runs, and with it the programs
of the guest that it starts.  SELinux is only there if C<guestfs_set_selinux>
was called before the launch; until a policy is loaded, all is in the context
C<kernel>.

Files can be labelled without any of this: see C<guestfs_setfiles>.|};
    tests = [
      example ~needs:["selinux"] Blank [
        ["getcon"] ==> Is "kernel" ] ] };

  { defaults with
    name = "selinux_relabel";
    where = Daemon 467;
    added = (1, 33, 43);
    ret = RErr;
    args = [ String (PlainString, "specfile");
             String (Pathname, "path") ];
    optargs = [ 0, OBool "force" ];
    optional_group = Some "selinuxrelabel";
    deprecated = Replaced_by "setfiles";
    summary = "give a tree of files its SELinux labels";
    doc = {|
Do what C<guestfs_setfiles> does, for one path and without exclusions.|};
    tests = [
      example ~needs Filesystem (files @ [
        ok ["selinux_relabel"; "/spec"; "/"];
        has_label "/file" "default_t";
        has_label "/etc/secret" "secret_t" ]);
      test ~needs Filesystem (files @ [
        ok ["selinux_relabel"; "/spec"; "/etc"];
        has_label "/etc/d" "etc_t";
        has_none "/file" ]);
      (* Without force only the type is changed. *)
      test ~needs Filesystem (files @ [
        ok ["lsetxattr"; "security.selinux"; "me_u:me_r:me_t:s0"; "17";
            "/file"];
        ok ["selinux_relabel"; "/spec"; "/file"];
        ["lgetxattr"; "/file"; "security.selinux"] ==>
          Is_buffer "me_u:me_r:default_t:s0\000";
        ok ["selinux_relabel"; "/spec"; "/file"; "force:true"];
        has_label "/file" "default_t" ]) ] };

  { defaults with
    name = "setcon";
    where = Daemon 185;
    added = (1, 0, 67);
    ret = RErr;
    args = [ String (PlainString, "context") ];
    optional_group = Some "selinux";
    deprecated = Replaced_by "setfiles";
    summary = "set the SELinux context of the daemon";
    doc = {|
Set the SELinux context in which the daemon runs, and with it the programs of
the guest that it starts.  It must be one of the policy that was loaded; see
C<guestfs_getcon>.|};
    tests = [
      test ~needs:["selinux"] Blank [
        fails "EINVAL" ["setcon"; "user:role:type"];
        ["getcon"] ==> Is "kernel" ] ] };

  { defaults with
    name = "setfiles";
    where = Daemon 519;
    added = (1, 57, 1);
    ret = RErr;
    args = [ String (PlainString, "specfile");
             StringList (Pathname, "paths") ];
    optargs = [ 0, OBool "force";
                1, OStringList "excludes" ];
    optional_group = Some "selinuxrelabel";
    summary = "give files their SELinux labels";
    doc = {|
Give all files in the trees C<paths> the SELinux labels that the specification
in the file C<specfile> of the guest has for them.  For a guest with the
policy C<targeted>, as its F</etc/selinux/config> says, that is
F</etc/selinux/targeted/contexts/files/file_contexts>.

=over 4

=item C<force>

Set the whole label.  Without it a file that has a label keeps the user, the
role and the range in it, and keeps all of it if its type is one that users
may choose.

=item C<excludes>

Leave these directories and what is below them as they are.

=back

F</dev>, F</proc>, F</sys> and F</selinux>, and mounted file systems that
cannot hold labels, are left out in any case.

The appliance need not run SELinux for this.  If it does
(C<guestfs_set_selinux>), a policy must have been loaded.|};
    tests = [
      example ~needs Filesystem (files @ [
        ok ["setfiles"; "/spec"; "/"; "force:true"];
        has_label "/" "default_t";
        has_label "/file" "default_t";
        has_label "/link" "link_t";
        has_label "/etc/d" "etc_t";
        has_label "/etc/secret" "secret_t" ]);
      test ~needs Filesystem (files @ [
        ok ["mkdir"; "/dev"];
        ok ["touch"; "/dev/null"];
        ok ["setfiles"; "/spec"; "/"; "excludes:/etc /none"];
        has_label "/file" "default_t";
        has_none "/etc";
        has_none "/etc/secret";
        has_none "/dev/null" ]);
      test ~needs Filesystem (files @ [
        ok ["setfiles"; "/spec"; "/etc/d /etc/secret"];
        has_label "/etc/d" "etc_t";
        has_label "/etc/secret" "secret_t";
        has_none "/etc" ]);
      (* A file system that has no labels is no failure. *)
      test ~needs Filesystem (files @ [
        ok ["mkdir"; "/boot"];
        ok ["mkfs"; "vfat"; "/dev/sdc"; "label:X"];
        ok ["mount"; "/dev/sdc"; "/boot"];
        ok ["touch"; "/boot/file"];
        ok ["setfiles"; "/spec"; "/"];
        has_label "/etc/d" "etc_t" ]);
      test ~needs Filesystem (files @ [
        ok ["ln_s"; "/etc/ld.so.conf"; "/outside"];
        ok ["write"; "/bad"; "/( system_u:object_r:etc_t:s0\n"];
        fails "ENOENT" ["setfiles"; "/none"; "/"];
        fails "ENOENT" ["setfiles"; "/outside"; "/"];
        fails "EISDIR" ["setfiles"; "/etc"; "/"];
        fails "ENOENT" ["setfiles"; "/spec"; "/none"];
        fails "EINVAL" ["setfiles"; "/spec"; ""];
        fails "EINVAL" ["setfiles"; "spec"; "/"];
        fails "EINVAL" ["setfiles"; "/spec"; "/"; "excludes:etc"];
        (["setfiles"; "/bad"; "/"], Fails) ]) ] };
]
