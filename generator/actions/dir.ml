(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Directories: making, removing and listing them. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "internal_readdir";
    where = Daemon 511;
    leaves = Nothing;
    added = (1, 48, 2);
    ret = RErr;
    args = [ String (Pathname, "dir");
             String (FileOut, "filename") ];
    visibility = VInternal;
    summary = "stream the entries of a directory";
    doc = {|
The entries of C<dir> in the order of the file system, each one a C<dirent>
in the encoding of the protocol, one after the other.  This is what
C<guestfs_readdir> reads.|};
    tests = [] };

  { defaults with
    name = "ll";
    where = Daemon 5;
    leaves = Nothing;
    added = (0, 0, 4);
    ret = RString (RPlainString, "listing");
    args = [ String (Pathname, "directory") ];
    summary = "list a directory in long format";
    doc = {|
List the files in F<directory> as C<ls -la> does, hidden ones too.

The text is meant to be read by people.  A program should use
C<guestfs_ls>, C<guestfs_readdir> or C<guestfs_lstatnslist> and need not parse
anything.  Owners are numbers, because the users of the guest are not those
of the appliance.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/data"];
        ok ["write"; "/data/hello"; "hello"];
        ["ll"; "/data"] ==> Matches " 5 .* hello\n" ];
      test Filesystem [
        ok ["mkdir"; "/data"];
        ok ["ln_s"; "/nowhere"; "/data/link"];
        ["ll"; "/data"] ==> Matches "link -> /nowhere" ];
      test Filesystem [ fails "ENOENT" ["ll"; "/none"] ] ] };

  { defaults with
    name = "llz";
    where = Daemon 305;
    leaves = Nothing;
    added = (1, 17, 6);
    ret = RString (RPlainString, "listing");
    args = [ String (Pathname, "directory") ];
    deprecated = Replaced_by "lgetxattrs";
    summary = "list a directory in long format with security contexts";
    doc = {|
List the files in F<directory> as C<ls -laZ> does: like C<guestfs_ll>, with
the SELinux security context of each file, or C<?> where there is none.

To read the context of files in a program, get the extended attribute
C<security.selinux> with C<guestfs_lgetxattrs>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/hello"; "hello"];
        ["llz"; "/"] ==> Matches " \\? .* 5 .* hello\n" ];
      test Filesystem [ fails "ENOENT" ["llz"; "/none"] ] ] };

  { defaults with
    name = "ls";
    where = Library;
    added = (0, 0, 4);
    ret = RStringList (RPlainString, "listing");
    args = [ String (Pathname, "directory") ];
    summary = "list the files in a directory";
    doc = {|
List the names in F<directory>, sorted by byte value.  Hidden files are
included, the entries C<.> and C<..> are not.

There is no limit to the number of names.  See also C<guestfs_readdir>, which
gives the type of each entry, and C<guestfs_find>, which descends into
subdirectories.

It is an error, with errno C<ENOTDIR>, if F<directory> is something else.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/new"];
        ok ["touch"; "/newer"];
        ok ["touch"; "/.hidden"];
        ["ls"; "/"] ==> Is_list [".hidden"; "lost+found"; "new"; "newer"] ];
      test Filesystem [
        ok ["mkdir"; "/empty"];
        ["ls"; "/empty"] ==> Is_empty ];
      test Filesystem [
        ok ["mkdir"; "/many"];
        ok ["fill_dir"; "/many"; "1000"];
        ["ls"; "/many"] ==> Has_length 1000;
        ["ls"; "/many"] ==> Includes ["00000000"; "00000999"] ];
      test Filesystem [
        ok ["touch"; "/file"];
        fails "ENOTDIR" ["ls"; "/file"];
        fails "ENOENT" ["ls"; "/none"] ] ] };

  { defaults with
    name = "ls0";
    where = Daemon 347;
    leaves = Nothing;
    added = (1, 19, 32);
    ret = RErr;
    args = [ String (Pathname, "dir");
             String (FileOut, "filenames") ];
    summary = "write the names in a directory to a local file";
    doc = {|
Write the names in directory C<dir> to the local file C<filenames>.  Each name
is followed by one NUL byte.  The names are in the order of the file system,
not sorted; C<.> and C<..> are left out.

Use this where names may contain any byte and the list is to be kept in a
file.  Otherwise C<guestfs_ls> is simpler.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/d"];
        ok ["write"; "/d/name"; ""];
        ok ["ls0"; "/d"; "@tmp/names"];
        ok ["upload"; "@tmp/names"; "/names"];
        ["hexdump"; "/names"] ==>
          Is "00000000  6e 61 6d 65 00                                    \
              |name.|\n00000005\n" ];
      test Filesystem [ fails "ENOENT" ["ls0"; "/none"; "@tmp/names"] ] ] };

  { defaults with
    name = "mkdir";
    where = Daemon 32;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    summary = "create a directory";
    doc = {|
Create a directory named C<path>.  Its parent must exist; C<guestfs_mkdir_p>
makes that too.

The mode is 0777 less the mask set by C<guestfs_umask>.  To ask for another
mode use C<guestfs_mkdir_mode>.  It is an error, with errno C<EEXIST>, if
there is already something of that name.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/new"];
        ["is_dir"; "/new"] ==> Is_true ];
      test Filesystem [
        ok ["mkdir"; "/new"];
        ["statns"; "/new"] ==> Has_fields ["st_mode", "16877"];
        fails "EEXIST" ["mkdir"; "/new"];
        fails "ENOENT" ["mkdir"; "/none/new"] ];
      test Filesystem [
        ok ["mkdir"; "/etc"];
        ok ["ln_s"; "/etc"; "/link"];
        ok ["mkdir"; "/link/sub"];
        ["is_dir"; "/etc/sub"] ==> Is_true ] ] };

  { defaults with
    name = "mkdir_mode";
    where = Daemon 202;
    added = (1, 0, 77);
    ret = RErr;
    args = [ String (Pathname, "path");
             Int "mode" ];
    summary = "create a directory with a given mode";
    doc = {|
Create a directory named C<path> with the permissions C<mode>, from which the
bits of C<guestfs_umask> are taken away.

Some file systems have no permissions of this kind and ignore them.|};
    tests = [
      example Filesystem [
        ok ["mkdir_mode"; "/private"; "0700"];
        ["statns"; "/private"] ==> Has_fields ["st_mode", "16832"] ];
      test Filesystem [
        fails "EINVAL" ["mkdir_mode"; "/new"; "-1"];
        fails "ENOENT" ["mkdir_mode"; "/none/new"; "0700"] ] ] };

  { defaults with
    name = "mkdir_p";
    where = Daemon 33;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    summary = "create a directory and its parents";
    doc = {|
Create a directory named C<path> and every parent of it that is missing, as
C<mkdir -p> does.  It is not an error if the directory exists, nor if a
symbolic link leads to it.

It is an error, with errno C<ENOTDIR> or C<EEXIST>, if a component of C<path>
is something else than a directory.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/new/foo/bar"];
        ["is_dir"; "/new/foo/bar"] ==> Is_true;
        ok ["mkdir_p"; "/new/foo/bar"] ];
      test Filesystem [
        ok ["mkdir"; "/target"];
        ok ["ln_s"; "/target"; "/link"];
        ok ["mkdir_p"; "/link/a/b"];
        ["is_dir"; "/target/a/b"] ==> Is_true ];
      test Filesystem [
        ok ["touch"; "/file"];
        fails "ENOTDIR" ["mkdir_p"; "/file/a/b"];
        fails "EEXIST" ["mkdir_p"; "/file"] ] ] };

  { defaults with
    name = "mkdtemp";
    where = Daemon 117;
    added = (1, 0, 54);
    ret = RString (RPlainString, "dir");
    args = [ String (Pathname, "tmpl") ];
    summary = "create a temporary directory";
    doc = {|
Create a directory with a new name.  C<tmpl> is an absolute path in the guest
whose last six characters are C<XXXXXX>; letters and digits take their place.
The directory belongs to root and has mode 0700.

The name is returned.  Nothing removes the directory later; do that with
C<guestfs_rm_rf>.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/tmp"];
        ["mkdtemp"; "/tmp/workXXXXXX"] ==> Matches "^/tmp/work[A-Za-z0-9]{6}$";
        ["ls"; "/tmp"] ==> Has_length 1 ];
      test Filesystem [
        fails "EINVAL" ["mkdtemp"; "/work"];
        fails "ENOENT" ["mkdtemp"; "/none/workXXXXXX"] ] ] };

  { defaults with
    name = "mktemp";
    where = Daemon 373;
    added = (1, 19, 53);
    ret = RString (RPlainString, "path");
    args = [ String (Pathname, "tmpl") ];
    optargs = [ 0, OString "suffix" ];
    summary = "create a temporary file";
    doc = {|
Create an empty file with a new name.  C<tmpl> is an absolute path in the
guest whose last six characters are C<XXXXXX>; letters and digits take their
place.  If C<suffix> is given it follows them.  The file belongs to root and
has mode 0600.

The name is returned.  Nothing removes the file later; do that with
C<guestfs_rm>.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/tmp"];
        ["mktemp"; "/tmp/pageXXXXXX"; "suffix:.html"] ==>
          Matches "^/tmp/page[A-Za-z0-9]{6}[.]html$";
        ["ls"; "/tmp"] ==> Has_length 1 ];
      test Filesystem [
        ["mktemp"; "/pageXXXXXX"] ==> Matches "^/page[A-Za-z0-9]{6}$";
        fails "EINVAL" ["mktemp"; "/page"];
        fails "EINVAL" ["mktemp"; "/pageXXXXXX"; "suffix:/x"] ] ] };

  { defaults with
    name = "readdir";
    where = Library;
    added = (1, 0, 55);
    ret = RStructList ("entries", "dirent");
    args = [ String (Pathname, "dir") ];
    cancellable = true;
    progress = true;
    summary = "list the entries of a directory with their types";
    doc = {|
Return all entries of directory C<dir>, C<.> and C<..> too, in the order of
the file system: they are not sorted.

C<ino> is the inode number and C<name> the name.  C<ftyp> is one of these
characters:

=over 4

=item C<b>

block device

=item C<c>

character device

=item C<d>

directory

=item C<f>

FIFO (named pipe)

=item C<l>

symbolic link

=item C<r>

regular file

=item C<s>

socket

=item C<u>

the file system does not say

=item C<?>

a type that is none of these

=back

C<guestfs_ls> gives a sorted list of names.  To get more about each file, pass
the names to C<guestfs_lstatnslist>, C<guestfs_lxattrlist> and
C<guestfs_readlinklist>: three calls for the whole directory.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["touch"; "/dir/file"];
        ["readdir"; "/dir"] ==> Has_length 3 ];
      test Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["ln_s"; "x"; "/dir/link"];
        ["readdir"; "/dir"] ==>
          C_expr "({ int found = 0; \
                  for (uint32_t i = 0; i < ret->len; i++) \
                    if (strcmp (ret->val[i].name, \"link\") == 0) \
                      found = ret->val[i].ftyp == 'l'; \
                  found; })" ];
      test Filesystem [
        ok ["touch"; "/file"];
        fails "ENOTDIR" ["readdir"; "/file"];
        fails "ENOENT" ["readdir"; "/none"] ] ] };

  { defaults with
    name = "rmdir";
    where = Daemon 30;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    summary = "remove an empty directory";
    doc = {|
Remove the directory C<path>, which must be empty; the errno is C<ENOTEMPTY>
otherwise.  C<guestfs_rm_rf> removes one with everything in it.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/new"];
        ok ["rmdir"; "/new"];
        ["exists"; "/new"] ==> Is_false ];
      test Filesystem [
        ok ["mkdir_p"; "/new/sub"];
        ok ["touch"; "/file"];
        fails "ENOTEMPTY" ["rmdir"; "/new"];
        fails "ENOTDIR" ["rmdir"; "/file"];
        fails "ENOENT" ["rmdir"; "/none"] ] ] };
]
