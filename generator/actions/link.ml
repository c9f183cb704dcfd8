(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Hard and symbolic links, and what a path really leads to. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "case_sensitive_path";
    where = Daemon 197;
    leaves = Nothing;
    added = (1, 0, 75);
    ret = RString (RPlainString, "rpath");
    args = [ String (Pathname, "path") ];
    summary = "find the true spelling of a path whose case may be wrong";
    doc = {|
Some file systems, FAT and NTFS among them, take C</WINDOWS/System32> and
C</windows/system32> for the same when Windows uses them; here case matters.
This looks up each component of C<path> without regard to case and returns
the path as it is really spelled.

If there is a component that matches exactly it wins.  The last component need
not exist: it is then returned as given, so that a new file can be made in a
directory whose spelling is not known.  If another one is missing the errno is
C<ENOENT>.

Backslashes and drive letters mean nothing to this action.  Symbolic links are
left in the path; C<guestfs_realpath> resolves them.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/Windows/System32"];
        ok ["touch"; "/Windows/System32/Calc.exe"];
        ["case_sensitive_path"; "/WINDOWS/system32/CALC.EXE"] ==>
          Is "/Windows/System32/Calc.exe" ];
      test Filesystem [
        ok ["mkdir"; "/a"];
        ok ["mkdir"; "/A"];
        ["case_sensitive_path"; "/A/"] ==> Is "/A";
        ["case_sensitive_path"; "//a//New"] ==> Is "/a/New";
        ["case_sensitive_path"; "/"] ==> Is "/";
        fails "ENOENT" ["case_sensitive_path"; "/none/file"] ];
      test Filesystem [
        ok ["touch"; "/File"];
        fails "ENOTDIR" ["case_sensitive_path"; "/file/x"] ] ] };

  { defaults with
    name = "internal_readlinklist";
    where = Daemon 206;
    leaves = Nothing;
    added = (1, 19, 32);
    ret = RStringList (RPlainString, "links");
    args = [ String (Pathname, "path");
             StringList (Filename, "names") ];
    visibility = VInternal;
    summary = "readlink of many names in a directory";
    doc = {|
What C<guestfs_readlinklist> calls.|};
    tests = [] };

  { defaults with
    name = "ln";
    where = Daemon 164;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (PlainString, "target");
             String (Pathname, "linkname") ];
    summary = "make a hard link";
    doc = {|
Make C<linkname> another name of the existing file C<target>.  If C<linkname>
is a directory the new name is made in it, with the last component of
C<target>.

If there is such a file already the errno is C<EEXIST>; see C<guestfs_ln_f>.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/a"];
        ok ["ln"; "/a"; "/b"];
        ["statns"; "/b"] ==> Has_fields ["st_nlink", "2"] ];
      test Filesystem [
        ok ["write"; "/a"; "text"];
        ok ["mkdir"; "/dir"];
        ok ["ln"; "/a"; "/dir"];
        ["cat"; "/dir/a"] ==> Is "text" ];
      test Filesystem [
        ok ["touch"; "/a"];
        ok ["touch"; "/b"];
        fails "EEXIST" ["ln"; "/a"; "/b"];
        fails "ENOENT" ["ln"; "/none"; "/c"] ] ] };

  { defaults with
    name = "ln_f";
    where = Daemon 165;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (PlainString, "target");
             String (Pathname, "linkname") ];
    summary = "make a hard link in place of another file";
    doc = {|
Make C<linkname> another name of the existing file C<target>, like
C<guestfs_ln>.  If there is a file C<linkname> it is removed first.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "text"];
        ok ["touch"; "/b"];
        ok ["ln_f"; "/a"; "/b"];
        ["cat"; "/b"] ==> Is "text";
        ["statns"; "/b"] ==> Has_fields ["st_nlink", "2"] ];
      test Filesystem [
        ok ["write"; "/a"; "text"];
        ok ["ln_f"; "/a"; "/a"];
        ["cat"; "/a"] ==> Is "text";
        fails "ENOENT" ["ln_f"; "/none"; "/a"];
        ["cat"; "/a"] ==> Is "text" ] ] };

  { defaults with
    name = "ln_s";
    where = Daemon 166;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (PlainString, "target");
             String (Pathname, "linkname") ];
    summary = "make a symbolic link";
    doc = {|
Make C<linkname> a symbolic link with the text C<target>, which need not
exist.  If C<linkname> is a directory the link is made in it, with the last
component of C<target>.

An absolute target counts from the root of the guest, a relative one from the
directory that the link is in.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "text"];
        ok ["ln_s"; "a"; "/b"];
        ["readlink"; "/b"] ==> Is "a";
        ["cat"; "/b"] ==> Is "text" ];
      test Filesystem [
        ok ["ln_s"; "/etc/passwd"; "/b"];
        fails "ENOENT" ["cat"; "/b"];
        fails "EEXIST" ["ln_s"; "x"; "/b"];
        fails "ENOENT" ["ln_s"; "x"; "/none/b"] ];
      test Filesystem [
        ok ["mkdir"; "/etc"];
        ok ["write"; "/etc/file"; "inside"];
        ok ["ln_s"; "../../../../etc/file"; "/b"];
        ["cat"; "/b"] ==> Is "inside" ] ] };

  { defaults with
    name = "ln_sf";
    where = Daemon 167;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (PlainString, "target");
             String (Pathname, "linkname") ];
    summary = "make a symbolic link in place of another file";
    doc = {|
Make C<linkname> a symbolic link with the text C<target>, like
C<guestfs_ln_s>.  If there is a file C<linkname> it is removed first.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/b"];
        ok ["ln_sf"; "a"; "/b"];
        ["readlink"; "/b"] ==> Is "a" ];
      test Filesystem [
        ok ["ln_sf"; "a"; "/b"];
        ok ["ln_sf"; "c"; "/b"];
        ["readlink"; "/b"] ==> Is "c" ] ] };

  { defaults with
    name = "readlink";
    where = Daemon 168;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RString (RPlainString, "link");
    args = [ String (Pathname, "path") ];
    summary = "read where a symbolic link points";
    doc = {|
Return the text of the symbolic link C<path>, as it is: it may be relative,
and what it names need not exist.  If C<path> is not a symbolic link the errno
is C<EINVAL>.|};
    tests = [
      example Filesystem [
        ok ["ln_s"; "../somewhere"; "/link"];
        ["readlink"; "/link"] ==> Is "../somewhere" ];
      test Filesystem [
        fails "EINVAL" ["readlink"; "/lost+found"];
        fails "ENOENT" ["readlink"; "/none"] ] ] };

  { defaults with
    name = "readlinklist";
    where = Library;
    added = (1, 0, 77);
    ret = RStringList (RPlainString, "links");
    args = [ String (Pathname, "path");
             StringList (Filename, "names") ];
    summary = "read where many symbolic links of a directory point";
    doc = {|
Do C<guestfs_readlink> for each of C<names>, which are names without slash in
the directory C<path>, in one call.  The result has as many elements as
C<names>, in the same order.  For a name that is not a symbolic link it is the
empty string.|};
    tests = [
      example Filesystem [
        ok ["ln_s"; "x"; "/a"];
        ok ["ln_s"; "/y"; "/b"];
        ["readlinklist"; "/"; "a lost+found none b"] ==>
          Is_list ["x"; ""; ""; "/y"] ];
      test Filesystem [ fails "ENOENT" ["readlinklist"; "/none"; "a"] ] ] };

  { defaults with
    name = "realpath";
    where = Daemon 163;
    leaves = Nothing;
    added = (1, 0, 66);
    ret = RString (RPlainString, "rpath");
    args = [ String (Pathname, "path") ];
    summary = "give the path without symbolic links";
    doc = {|
Return an absolute path that leads to the same file as C<path> and has neither
symbolic links nor components C<.> and C<..> nor repeated slashes.

Everything in C<path> must exist.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/usr/lib"];
        ok ["ln_s"; "usr/lib"; "/lib"];
        ["realpath"; "/lib/../lib"] ==> Is "/usr/lib" ];
      test Filesystem [
        ["realpath"; "/.././lost+found//"] ==> Is "/lost+found";
        ["realpath"; "/"] ==> Is "/";
        ok ["ln_s"; "loop"; "/loop"];
        fails "ELOOP" ["realpath"; "/loop"];
        fails "ENOENT" ["realpath"; "/none"] ] ] };
]
