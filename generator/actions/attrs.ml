(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Extended attributes, access control lists, capabilities. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "acl_delete_def_file";
    where = Daemon 377;
    added = (1, 19, 63);
    ret = RErr;
    args = [ String (Pathname, "dir") ];
    optional_group = Some "acl";
    summary = "remove the default ACL of a directory";
    doc = {|
Removes the default access control list of the directory C<dir>, so that new
files in it get their permissions from the umask again. It is not an error if
there is none.|};
    tests = [
      example Filesystem
        [ ok ["mkdir"; "/dir"];
          ok ["acl_set_file"; "/dir"; "default";
              "u::rwx,g::r-x,o::r-x,m::rwx,u:500:rwx"];
          ok ["acl_delete_def_file"; "/dir"];
          ["acl_get_file"; "/dir"; "default"] ==> Is "" ];
      test Filesystem ~needs:["linuxxattrs"]
        [ ok ["mkdir"; "/dir"];
          ok ["acl_delete_def_file"; "/dir"];
          ok ["acl_set_file"; "/dir"; "default"; "u::rwx,g::r-x,o::r-x"];
          ["getxattrs"; "/dir"] ==> Has_length 1;
          ok ["acl_delete_def_file"; "/dir"];
          ["getxattrs"; "/dir"] ==> Is_empty;
          ok ["touch"; "/file"];
          fails "ENOTDIR" ["acl_delete_def_file"; "/file"] ];
    ] };

  { defaults with
    name = "acl_get_file";
    where = Daemon 375;
    leaves = Nothing;
    added = (1, 19, 63);
    ret = RString (RPlainString, "acl");
    args = [ String (Pathname, "path");
             String (PlainString, "acltype") ];
    optional_group = Some "acl";
    summary = "get the POSIX ACL of a file";
    doc = {|
Returns the POSIX access control list of C<path> in the long text form of
L<acl(5)>, one entry a line. C<acltype> is C<access> for the list that decides
who may use the file, or C<default> for the list that new files in a directory
get. A file that only has a mode has an access list of the same meaning; a
directory without a default list gives an empty string.

Users and groups are numbers, because those of the guest have other names than
the appliance knows. Rights that the mask takes away are pointed out in a
comment, C<#effective:>.|};
    tests = [
      example Filesystem
        [ ok ["write"; "/file"; ""];
          ok ["chmod"; "0640"; "/file"];
          ["acl_get_file"; "/file"; "access"]
          ==> Is "user::rw-\ngroup::r--\nother::---\n" ];
      test Filesystem
        [ ok ["mkdir"; "/dir"];
          ["acl_get_file"; "/dir"; "default"] ==> Is "";
          fails "EINVAL" ["acl_get_file"; "/dir"; "other"];
          fails "ENOENT" ["acl_get_file"; "/none"; "access"] ];
    ] };

  { defaults with
    name = "acl_set_file";
    where = Daemon 376;
    added = (1, 19, 63);
    ret = RErr;
    args = [ String (Pathname, "path");
             String (PlainString, "acltype");
             String (PlainString, "acl") ];
    optional_group = Some "acl";
    summary = "set the POSIX ACL of a file";
    doc = {|
Gives C<path> the POSIX access control list C<acl>, instead of what it had.
C<acltype> is C<access>, or C<default> for what new files in a directory get.

C<acl> is in the long or short text form of L<acl(5)>, with entries on lines
of their own or with commas between them. It must be complete: with entries
for the owner, the group and others and, as soon as another user or group is
named, a mask. Give users and groups as numbers.

Errno is C<EINVAL> if C<acl> is not such a list, and C<ENOTSUP> if the file
system has no ACLs.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/file"];
          ok ["acl_set_file"; "/file"; "access";
              "u::r-x,g::r-x,o::r-x,m::r-x,u:500:r-x,g:500:rwx"];
          ["acl_get_file"; "/file"; "access"]
          ==> Matches "^user:500:r-x" ];
      test Filesystem
        [ ok ["touch"; "/file"];
          ok ["acl_set_file"; "/file"; "access";
              "u::rwx,g::r--,o::---,m::r-x,u:0:rwx"];
          (* the mask stands where stat shows the group's permissions *)
          ["statns"; "/file"] ==> Has_fields ["st_mode", "33256"];
          ["acl_get_file"; "/file"; "access"]
          ==> Matches "^user:0:rwx[[:space:]]*#effective:r-x$" ];
      test Filesystem
        [ ok ["mkdir"; "/dir"];
          ok ["acl_set_file"; "/dir"; "default"; "u::rw-,g::r--,o::r--"];
          ok ["mkdir"; "/dir/sub"];
          ["acl_get_file"; "/dir/sub"; "default"]
          ==> Is "user::rw-\ngroup::r--\nother::r--\n";
          ok ["touch"; "/file"];
          (["acl_set_file"; "/file"; "default"; "u::r,g::r,o::r"], Fails);
          fails "EINVAL" ["acl_set_file"; "/file"; "access"; "nonsense"];
          fails "EINVAL" ["acl_set_file"; "/file"; "access"; "u:1:r"];
          fails "EINVAL"
            ["acl_set_file"; "/file"; "all"; "u::r,g::r,o::r"] ];
    ] };

  { defaults with
    name = "cap_get_file";
    where = Daemon 378;
    leaves = Nothing;
    added = (1, 19, 63);
    ret = RString (RPlainString, "cap");
    args = [ String (Pathname, "path") ];
    optional_group = Some "linuxcaps";
    summary = "get the Linux capabilities of a file";
    doc = {|
Returns the capabilities that the program C<path> gives to whoever runs it, as
text in the form of L<cap_to_text(3)>. A file without any gives an empty
string.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/file"];
          ["cap_get_file"; "/file"] ==> Is "";
          ok ["cap_set_file"; "/file"; "cap_net_raw=ep"];
          ["cap_get_file"; "/file"] ==> Is "cap_net_raw=ep" ];
      test Filesystem
        [ fails "ENOENT" ["cap_get_file"; "/none"];
          ok ["mkdir"; "/dir"];
          (["cap_get_file"; "/dir"], Fails) ];
    ] };

  { defaults with
    name = "cap_set_file";
    where = Daemon 379;
    added = (1, 19, 63);
    ret = RErr;
    args = [ String (Pathname, "path");
             String (PlainString, "cap") ];
    optional_group = Some "linuxcaps";
    summary = "set the Linux capabilities of a file";
    doc = {|
Gives the program C<path> the capabilities C<cap>, text in the form of
L<cap_from_text(3)>, instead of those it had. To take all away remove the
attribute C<security.capability> with C<guestfs_removexattr>.

Errno is C<EINVAL> if C<cap> is not such a text or C<path> is not a regular
file.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/file"];
          ok ["cap_set_file"; "/file"; "cap_chown=p cap_chown+e"];
          ["cap_get_file"; "/file"] ==> Is "cap_chown=ep" ];
      test Filesystem ~needs:["linuxxattrs"]
        [ ok ["touch"; "/file"];
          ok ["cap_set_file"; "/file"; "cap_net_raw+p"];
          (* version 2, no effective bit, and bit 13 of the permitted ones *)
          ["getxattr"; "/file"; "security.capability"]
          ==> C_expr "size == 20 && ret[3] == 2 && ret[0] == 0 && \
                      ret[5] == 0x20 && ret[4] == 0";
          ok ["removexattr"; "security.capability"; "/file"];
          ["cap_get_file"; "/file"] ==> Is "";
          fails "EINVAL" ["cap_set_file"; "/file"; "cap_nonsense+p"];
          fails "ENOENT" ["cap_set_file"; "/none"; "cap_net_raw+p"] ];
    ] };

  { defaults with
    name = "copy_attributes";
    where = Daemon 415;
    added = (1, 25, 21);
    ret = RErr;
    args = [ String (Pathname, "src");
             String (Pathname, "dest") ];
    optargs = [ 0, OBool "all";
                1, OBool "mode";
                2, OBool "xattributes";
                3, OBool "ownership" ];
    summary = "copy mode, owner and attributes from one file to another";
    doc = {|
Gives the file or directory C<dest> what C<src> has, and changes nothing in
its content. Symbolic links are followed. Without optional arguments nothing
is copied; these say what is:

=over 4

=item C<mode>

the permissions, with set-user-ID, set-group-ID and sticky bit

=item C<ownership>

user and group

=item C<xattributes>

the extended attributes that C<guestfs_getxattrs> lists, and so ACLs,
capabilities and SELinux labels. Those that C<dest> has and C<src> has not
stay; those that the file system of C<dest> cannot keep are left out.

=item C<all>

all of these but those that are given as false

=back|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/from"];
          ok ["chown"; "10"; "11"; "/from"];
          ok ["chmod"; "04750"; "/from"];
          ok ["write"; "/to"; "content"];
          ok ["copy_attributes"; "/from"; "/to"; "all:true"];
          ["statns"; "/to"]
          ==> Has_fields ["st_mode", "35304"; "st_uid", "10"; "st_gid", "11";
                          "st_size", "7"] ];
      test Filesystem ~needs:["linuxxattrs"]
        [ ok ["touch"; "/from"];
          ok ["chown"; "10"; "11"; "/from"];
          ok ["chmod"; "0600"; "/from"];
          ok ["setxattr"; "user.a"; "value"; "5"; "/from"];
          ok ["touch"; "/to"];
          ok ["copy_attributes"; "/from"; "/to"];
          ["statns"; "/to"]
          ==> Has_fields ["st_mode", "33188"; "st_uid", "0"];
          ok ["copy_attributes"; "/from"; "/to"; "mode:true"];
          ["statns"; "/to"]
          ==> Has_fields ["st_mode", "33152"; "st_uid", "0"];
          ["getxattrs"; "/to"] ==> Is_empty;
          ok ["copy_attributes"; "/from"; "/to"; "ownership:true"];
          ["statns"; "/to"] ==> Has_fields ["st_uid", "10"; "st_gid", "11"];
          ok ["setxattr"; "user.b"; "old"; "3"; "/to"];
          ok ["copy_attributes"; "/from"; "/to"; "xattributes:true"];
          ["getxattr"; "/to"; "user.a"] ==> Is_buffer "value";
          ["getxattr"; "/to"; "user.b"] ==> Is_buffer "old" ];
      test Filesystem ~needs:["linuxxattrs"]
        [ (* all, but for what is given as false *)
          ok ["touch"; "/from"];
          ok ["chown"; "10"; "11"; "/from"];
          ok ["chmod"; "0600"; "/from"];
          ok ["setxattr"; "user.a"; "value"; "5"; "/from"];
          ok ["touch"; "/a"];
          ok ["copy_attributes"; "/from"; "/a"; "all:true"; "mode:false"];
          ["statns"; "/a"]
          ==> Has_fields ["st_mode", "33188"; "st_uid", "10"];
          ["getxattrs"; "/a"] ==> Has_length 1;
          ok ["touch"; "/b"];
          ok ["copy_attributes"; "/from"; "/b"; "all:true"; "ownership:false";
              "xattributes:false"];
          ["statns"; "/b"]
          ==> Has_fields ["st_mode", "33152"; "st_uid", "0"];
          ["getxattrs"; "/b"] ==> Is_empty ];
      test Filesystem ~needs:["linuxxattrs"; "linuxcaps"]
        [ ok ["touch"; "/from"];
          ok ["chown"; "1"; "1"; "/from"];
          ok ["cap_set_file"; "/from"; "cap_net_raw=ep"];
          ok ["touch"; "/to"];
          ok ["ln_s"; "to"; "/link"];
          ok ["copy_attributes"; "/from"; "/link"; "all:true"];
          ["cap_get_file"; "/to"] ==> Is "cap_net_raw=ep";
          fails "ENOENT" ["copy_attributes"; "/none"; "/to"; "all:true"];
          fails "ENOENT" ["copy_attributes"; "/to"; "/none"; "all:true"] ];
    ] };

  { defaults with
    name = "getxattr";
    where = Daemon 279;
    leaves = Nothing;
    added = (1, 7, 24);
    ret = RBufferOut "xattr";
    args = [ String (Pathname, "path");
             String (PlainString, "name") ];
    optional_group = Some "linuxxattrs";
    summary = "get one extended attribute";
    doc = {|
Returns the value of the extended attribute C<name> of C<path>, any bytes.
C<name> is the full name, with what stands before the dot. Symbolic links are
followed; C<guestfs_lgetxattr> looks at the link itself.

Errno is C<ENODATA> if there is no such attribute.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/file"];
          ok ["setxattr"; "user.colour"; "blue"; "4"; "/file"];
          ["getxattr"; "/file"; "user.colour"] ==> Is_buffer "blue" ];
      test Filesystem
        [ ok ["touch"; "/file"];
          fails "ENODATA" ["getxattr"; "/file"; "user.none"];
          fails "ENOENT" ["getxattr"; "/none"; "user.none"];
          ok ["setxattr"; "user.empty"; ""; "0"; "/file"];
          ["getxattr"; "/file"; "user.empty"] ==> Is_buffer "" ];
    ] };

  { defaults with
    name = "getxattrs";
    where = Daemon 141;
    leaves = Nothing;
    added = (1, 0, 59);
    ret = RStructList ("xattrs", "xattr");
    args = [ String (Pathname, "path") ];
    optional_group = Some "linuxxattrs";
    summary = "list the extended attributes of a file";
    doc = {|
Returns all extended attributes of C<path>, sorted by name: full names in
C<attrname>, values in C<attrval>, which may be any bytes. Symbolic links are
followed; C<guestfs_lgetxattrs> looks at the link itself. A file system that
has no such attributes gives an empty list.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/file"];
          ok ["setxattr"; "user.size"; "large"; "5"; "/file"];
          ok ["setxattr"; "user.colour"; "blue"; "4"; "/file"];
          ["getxattrs"; "/file"]
          ==> C_expr "ret->len == 2 && \
                      strcmp (ret->val[0].attrname, \"user.colour\") == 0 && \
                      ret->val[0].attrval_len == 4 && \
                      memcmp (ret->val[0].attrval, \"blue\", 4) == 0 && \
                      strcmp (ret->val[1].attrname, \"user.size\") == 0" ];
      test Filesystem
        [ ok ["touch"; "/file"];
          ["getxattrs"; "/file"] ==> Is_empty;
          ok ["setxattr"; "user.a"; "b"; "1"; "/file"];
          ok ["ln_s"; "file"; "/link"];
          ["getxattrs"; "/link"] ==> Has_length 1;
          fails "ENOENT" ["getxattrs"; "/none"] ];
    ] };

  { defaults with
    name = "internal_lxattrlist";
    where = Daemon 205;
    leaves = Nothing;
    added = (1, 19, 32);
    ret = RStructList ("xattrs", "xattr");
    args = [ String (Pathname, "path");
             StringList (Filename, "names") ];
    optional_group = Some "linuxxattrs";
    visibility = VInternal;
    summary = "extended attributes of many files in a directory";
    doc = {|
What C<guestfs_lxattrlist> calls.|};
    tests = [] };

  { defaults with
    name = "lgetxattr";
    where = Daemon 280;
    leaves = Nothing;
    added = (1, 7, 24);
    ret = RBufferOut "xattr";
    args = [ String (Pathname, "path");
             String (PlainString, "name") ];
    optional_group = Some "linuxxattrs";
    summary = "get one extended attribute of a file or link";
    doc = {|
Returns the value of the extended attribute C<name> of C<path>. A symbolic
link is not followed: its own attribute is returned. Otherwise this is
C<guestfs_getxattr>.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/file"];
          ok ["ln_s"; "file"; "/link"];
          ok ["setxattr"; "trusted.of"; "file"; "4"; "/file"];
          ok ["lsetxattr"; "trusted.of"; "link"; "4"; "/link"];
          ["lgetxattr"; "/link"; "trusted.of"] ==> Is_buffer "link";
          ["getxattr"; "/link"; "trusted.of"] ==> Is_buffer "file" ];
      test Filesystem
        [ ok ["ln_s"; "nowhere"; "/link"];
          fails "ENODATA" ["lgetxattr"; "/link"; "trusted.of"];
          fails "ENOENT" ["getxattr"; "/link"; "trusted.of"] ];
    ] };

  { defaults with
    name = "lgetxattrs";
    where = Daemon 142;
    leaves = Nothing;
    added = (1, 0, 59);
    ret = RStructList ("xattrs", "xattr");
    args = [ String (Pathname, "path") ];
    optional_group = Some "linuxxattrs";
    summary = "list the extended attributes of a file or link";
    doc = {|
Returns all extended attributes of C<path>. A symbolic link is not followed:
those of the link are returned. Otherwise this is C<guestfs_getxattrs>.|};
    tests = [
      example Filesystem
        [ ok ["ln_s"; "nowhere"; "/link"];
          ok ["lsetxattr"; "trusted.a"; "b"; "1"; "/link"];
          ["lgetxattrs"; "/link"] ==> Has_length 1 ];
      test Filesystem
        [ ok ["touch"; "/file"];
          ok ["setxattr"; "user.a"; "b"; "1"; "/file"];
          ok ["ln_s"; "file"; "/link"];
          ["lgetxattrs"; "/link"] ==> Is_empty;
          ["lgetxattrs"; "/file"] ==> Has_length 1 ];
    ] };

  { defaults with
    name = "lremovexattr";
    where = Daemon 146;
    added = (1, 0, 59);
    ret = RErr;
    args = [ String (PlainString, "xattr");
             String (Pathname, "path") ];
    optional_group = Some "linuxxattrs";
    summary = "remove an extended attribute of a file or link";
    doc = {|
Removes the extended attribute C<xattr> of C<path>. A symbolic link is not
followed: its own attribute is removed. Otherwise this is
C<guestfs_removexattr>.|};
    tests = [
      example Filesystem
        [ ok ["ln_s"; "nowhere"; "/link"];
          ok ["lsetxattr"; "trusted.a"; "b"; "1"; "/link"];
          ok ["lremovexattr"; "trusted.a"; "/link"];
          ["lgetxattrs"; "/link"] ==> Is_empty ];
      test Filesystem
        [ ok ["touch"; "/file"];
          ok ["setxattr"; "trusted.a"; "b"; "1"; "/file"];
          ok ["ln_s"; "file"; "/link"];
          fails "ENODATA" ["lremovexattr"; "trusted.a"; "/link"];
          ["getxattrs"; "/file"] ==> Has_length 1 ];
    ] };

  { defaults with
    name = "lsetxattr";
    where = Daemon 144;
    added = (1, 0, 59);
    ret = RErr;
    args = [ String (PlainString, "xattr");
             String (PlainString, "val");
             Int "vallen";
             String (Pathname, "path") ];
    optional_group = Some "linuxxattrs";
    summary = "set an extended attribute of a file or link";
    doc = {|
Sets the extended attribute C<xattr> of C<path>. A symbolic link is not
followed: it gets the attribute itself, which Linux allows for the namespaces
C<trusted> and C<security> only. Otherwise this is C<guestfs_setxattr>.|};
    tests = [
      example Filesystem
        [ ok ["ln_s"; "nowhere"; "/link"];
          ok ["lsetxattr"; "trusted.a"; "value"; "5"; "/link"];
          ["lgetxattr"; "/link"; "trusted.a"] ==> Is_buffer "value" ];
      test Filesystem
        [ ok ["touch"; "/file"];
          ok ["ln_s"; "file"; "/link"];
          ok ["lsetxattr"; "trusted.a"; "value"; "5"; "/link"];
          ["getxattrs"; "/file"] ==> Is_empty;
          ok ["lsetxattr"; "trusted.a"; "value"; "6"; "/link"];
          ["lgetxattr"; "/link"; "trusted.a"] ==> Is_buffer "value\000";
          fails "EPERM" ["lsetxattr"; "user.a"; "value"; "5"; "/link"] ];
    ] };

  { defaults with
    name = "lxattrlist";
    where = Library;
    added = (1, 0, 77);
    ret = RStructList ("xattrs", "xattr");
    args = [ String (Pathname, "path");
             StringList (Filename, "names") ];
    optional_group = Some "linuxxattrs";
    summary = "list the extended attributes of many files of a directory";
    doc = {|
Does C<guestfs_lgetxattrs> for each of C<names>, which are names without slash
in the directory C<path>, in one call.

The result is one flat list. For each name it has first an element with an
empty C<attrname>, whose C<attrval> is the number of attributes, in decimal
and with a NUL byte at its end, and then that many attributes. C<attrval> is
empty if the attributes of this
file could not be read, and then none follow.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/a"];
          ok ["setxattr"; "user.colour"; "blue"; "4"; "/a"];
          ok ["touch"; "/b"];
          ["lxattrlist"; "/"; "a none b"]
          ==> C_expr "ret->len == 4 && \
                      strcmp (ret->val[0].attrname, \"\") == 0 && \
                      memcmp (ret->val[0].attrval, \"1\", 2) == 0 && \
                      ret->val[0].attrval_len == 2 && \
                      strcmp (ret->val[1].attrname, \"user.colour\") == 0 && \
                      ret->val[2].attrval_len == 0 && \
                      ret->val[3].attrval[0] == '0'" ];
      test Filesystem
        [ ["lxattrlist"; "/"; ""] ==> Is_empty;
          ok ["ln_s"; "nowhere"; "/link"];
          ok ["lsetxattr"; "trusted.a"; "value"; "5"; "/link"];
          ["lxattrlist"; "/"; "link"] ==> Has_length 2;
          fails "ENOENT" ["lxattrlist"; "/none"; "a"];
          ok ["touch"; "/file"];
          fails "ENOTDIR" ["lxattrlist"; "/file"; "a"] ];
    ] };

  { defaults with
    name = "removexattr";
    where = Daemon 145;
    added = (1, 0, 59);
    ret = RErr;
    args = [ String (PlainString, "xattr");
             String (Pathname, "path") ];
    optional_group = Some "linuxxattrs";
    summary = "remove an extended attribute";
    doc = {|
Removes the extended attribute C<xattr> of C<path>. Symbolic links are
followed; C<guestfs_lremovexattr> looks at the link itself.

Errno is C<ENODATA> if there is no such attribute.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/file"];
          ok ["setxattr"; "user.colour"; "blue"; "4"; "/file"];
          ok ["removexattr"; "user.colour"; "/file"];
          ["getxattrs"; "/file"] ==> Is_empty ];
      test Filesystem
        [ ok ["touch"; "/file"];
          fails "ENODATA" ["removexattr"; "user.none"; "/file"];
          fails "ENOENT" ["removexattr"; "user.none"; "/none"] ];
    ] };

  { defaults with
    name = "setxattr";
    where = Daemon 143;
    added = (1, 0, 59);
    ret = RErr;
    args = [ String (PlainString, "xattr");
             String (PlainString, "val");
             Int "vallen";
             String (Pathname, "path") ];
    optional_group = Some "linuxxattrs";
    summary = "set an extended attribute";
    doc = {|
Sets the extended attribute C<xattr> of C<path> to the first C<vallen> bytes
of C<val>, whether there was one or not. C<xattr> is the full name, such as
C<user.colour>. Symbolic links are followed; C<guestfs_lsetxattr> looks at the
link itself.

C<vallen> may be one more than the length of the string C<val>: the value then
ends with a NUL byte, as that of C<security.selinux> does.

Errno is C<EINVAL> if C<vallen> is greater than that or negative, and
C<ENOTSUP> if the file system has no attributes of this name.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/file"];
          ok ["setxattr"; "user.colour"; "blue"; "4"; "/file"];
          ["getxattr"; "/file"; "user.colour"] ==> Is_buffer "blue" ];
      test Filesystem
        [ ok ["touch"; "/file"];
          ok ["setxattr"; "user.colour"; "blue"; "2"; "/file"];
          ["getxattr"; "/file"; "user.colour"] ==> Is_buffer "bl";
          ok ["setxattr"; "user.colour"; "red"; "3"; "/file"];
          ["getxattr"; "/file"; "user.colour"] ==> Is_buffer "red";
          ok ["setxattr"; "user.colour"; "blue"; "5"; "/file"];
          ["getxattr"; "/file"; "user.colour"] ==> Is_buffer "blue\000";
          ok ["setxattr"; "user.empty"; ""; "1"; "/file"];
          ["getxattr"; "/file"; "user.empty"] ==> Is_buffer "\000";
          fails "EINVAL" ["setxattr"; "user.a"; "blue"; "6"; "/file"];
          fails "EINVAL" ["setxattr"; "user.a"; "blue"; "-1"; "/file"];
          fails "ENOTSUP" ["setxattr"; "none.a"; "b"; "1"; "/file"];
          fails "ENOENT" ["setxattr"; "user.a"; "b"; "1"; "/none"] ];
      test Filesystem
        [ (* an absolute link stays inside the guest *)
          ok ["write"; "/file"; ""];
          ok ["ln_s"; "/file"; "/link"];
          ok ["setxattr"; "user.a"; "b"; "1"; "/link"];
          ["getxattr"; "/file"; "user.a"] ==> Is_buffer "b" ];
    ] };
]
