(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Finding files: whole trees, and wildcards. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "find";
    where = Library;
    added = (1, 0, 27);
    ret = RStringList (RPlainString, "names");
    args = [ String (Pathname, "directory") ];
    summary = "list all files and directories of a tree";
    doc = {|
Return the names of everything below F<directory>, hidden files too, sorted by
byte value.  They are what must be put behind F<directory> to make a path:
if C</tmp/a/b> is there, C<guestfs_find> of C</tmp/> gives C<a> and C<a/b>, and
of C</tmp>, without the slash at the end, C</a> and C</a/b>.  F<directory>
itself is not in the list.

Symbolic links are listed and not followed.  If F<directory> is something else
the errno is C<ENOTDIR>.  There is no limit to the number of names.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/a/b"];
        ok ["touch"; "/a/b/c"];
        ["find"; "/"] ==> Is_list ["a"; "a/b"; "a/b/c"; "lost+found"];
        ["find"; "/a/"] ==> Is_list ["b"; "b/c"];
        ["find"; "/a"] ==> Is_list ["/b"; "/b/c"] ];
      test Filesystem [
        ["find"; "/lost+found"] ==> Is_empty;
        ok ["mkdir"; "/many"];
        ok ["fill_dir"; "/many"; "3000"];
        ["find"; "/"] ==> Has_length 3002 ];
      test Filesystem [
        ok ["mkdir"; "/a"];
        ok ["ln_s"; "/"; "/a/link"];
        ["find"; "/a"] ==> Is_list ["/link"];
        ok ["touch"; "/file"];
        fails "ENOTDIR" ["find"; "/file"];
        fails "ENOENT" ["find"; "/none"] ] ] };

  { defaults with
    name = "find0";
    where = Daemon 196;
    leaves = Nothing;
    added = (1, 0, 74);
    ret = RErr;
    args = [ String (Pathname, "directory");
             String (FileOut, "files") ];
    cancellable = true;
    summary = "write the names of a tree to a local file";
    doc = {|
Write the names of everything below F<directory> to the local file F<files>,
without what C<guestfs_find> leaves out.  Each name is followed by one
NUL byte.  They are not sorted, but a directory comes before what is in it.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/d/x"];
        ok ["touch"; "/d/x/y"];
        ok ["find0"; "/d/"; "@tmp/names"];
        ok ["upload"; "@tmp/names"; "/names"];
        ["read_file"; "/names"] ==>
          C_expr "size == 6 && memcmp (ret, \"x\\0x/y\", 6) == 0" ];
      test Filesystem [ fails "ENOENT" ["find0"; "/none"; "@tmp/names"] ] ] };

  { defaults with
    name = "glob_expand";
    where = Daemon 113;
    leaves = Nothing;
    added = (1, 0, 50);
    ret = RStringList (RPlainString, "paths");
    args = [ String (Pathname, "pattern") ];
    optargs = [ 0, OBool "directoryslash" ];
    once_had_no_optargs = true;
    summary = "list the paths that match a wildcard";
    doc = {|
Return the paths in the guest that match C<pattern>, sorted: C<*>, C<?> and
C<[...]> mean what they do in the shell, as does C<{a,b}>.  If nothing matches
the list is empty.  Names that begin with a dot match only a pattern that has
the dot.

A slash is added to the names of directories unless the optional flag
C<directoryslash> is false.

This cannot descend into subdirectories of any depth: see C<guestfs_find>.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/a/b"];
        ok ["touch"; "/a/b/one.c"];
        ok ["touch"; "/a/b/two.c"];
        ["glob_expand"; "/a/b/*.c"] ==> Is_list ["/a/b/one.c"; "/a/b/two.c"];
        ["glob_expand"; "/a/*"] ==> Is_list ["/a/b/"] ];
      test Filesystem [
        ok ["mkdir"; "/a"];
        ["glob_expand"; "/[ax]"; "directoryslash:false"] ==> Is_list ["/a"];
        ["glob_expand"; "/{lost+found,a,none}"] ==>
          Is_set ["/lost+found/"; "/a/"];
        ["glob_expand"; "/none/*"] ==> Is_empty ];
      test Filesystem [
        ok ["mkdir"; "/etc"];
        ok ["touch"; "/etc/only"];
        ok ["ln_s"; "/etc"; "/link"];
        ["glob_expand"; "/link/*"] ==> Is_list ["/link/only"] ] ] };
]
