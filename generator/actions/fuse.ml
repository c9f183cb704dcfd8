(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What a request of the host's kernel becomes (lib/fuse): one call each.

   A file is two arguments: the number that the library has given to it, under
   which the daemon may hold it open, and its path below the guest's root, ""
   for the root itself, without a slash in front.  A file whose last name is
   gone is found by its number alone.  A name is one component. *)

open Types

let file = [ Int64 "node"; String (PlainString, "path") ]
let name = String (PlainString, "name")
let attr = RStruct ("attr", "fuse_attr")

let action number name ret args summary doc =
  { defaults with
    name = "internal_fuse_" ^ name;
    where = Daemon number;
    added = (1, 61, 1);
    visibility = VPrivate;
    ret; args; summary; doc }

let actions = [
  action 1020 "begin" RErr [ Int64 "sec"; Int64 "nsec" ]
    "begin to serve a local mount"
    {|Fails unless something is mounted on the guest's root. The clock is
set, since times that are made on the host and in the appliance are compared.|};

  action 1021 "end" RErr [] "end a local mount"
    {|Closes all files that are held.|};

  action 1022 "forget" RErr [ StringList (PlainString, "nodes") ]
    "close files by number"
    {|The numbers, in decimal, of files that are held and not used any more.|};

  action 1023 "lookup" attr (file @ [ name; Int64 "newnode" ])
    "find a name in a directory"
    {|C<newnode> is the number under which the file is held if those of its
file system cannot be recognised by device and inode.|};

  action 1024 "getattr" attr file "get the attributes of a file"
    {|As C<guestfs_lstatns>, and the time at which it was made. That time only
this call and those tell that set something or make a file without a name.|};

  action 1025 "setattr" attr
    (file @ [ Int "valid"; Int "mode"; Int64 "uid"; Int64 "gid"; Int64 "size";
              Int64 "atime_sec"; Int64 "atime_nsec";
              Int64 "mtime_sec"; Int64 "mtime_nsec" ])
    "set attributes of a file"
    {|C<valid> says which, see F<common/fusecalls.h>.|};

  action 1026 "readlink" (RBufferOut "target") file "read a symbolic link"
    {|As C<guestfs_readlink>.|};

  action 1027 "readdir" (RStructList ("entries", "fuse_entry"))
    (file @ [ Int64 "offset"; Int "count"; Bool "attrs" ])
    "read a part of a directory"
    {|About C<count> entries that follow C<offset>, which is 0 or that of an
entry. The last entry of a directory is followed by one without a name. Without
C<attrs> only directories have attributes, since those of others must be read
from the disk one by one.|};

  action 1028 "make" (RStructList ("attrs", "fuse_attr"))
    (file @ [ name; Int "mode"; Int64 "rdev"; String (PlainString, "target");
              Int "umask"; Int64 "uid"; Int64 "gid"; Int64 "newnode" ])
    "make a file, directory, special file or symbolic link"
    {|C<mode> with its type, C<target> for a symbolic link. The file belongs
to C<uid> and C<gid>, unless its directory says otherwise. C<newnode> as in
C<guestfs_internal_fuse_lookup>. Returns the attributes of what was made, and
then those that the directory has now.|};

  action 1029 "link" attr
    (file @ [ Int64 "dirnode"; String (PlainString, "dirpath"); name ])
    "give a file another name"
    {|Makes a hard link in the directory.|};

  action 1030 "unlink" attr (file @ [ name; Bool "isdir"; Int64 "held" ])
    "remove a name"
    {|What it was the name of is held under the number C<held>, unless that
is 0. Returns the attributes that the directory has now.|};

  action 1031 "rename" (RStructList ("attrs", "fuse_attr"))
    (file @ [ name; Int64 "newdir"; String (PlainString, "newdirpath");
              String (PlainString, "newname"); Int "flags"; Int64 "held" ])
    "rename a file"
    {|C<flags> are 1 not to replace anything, and 2 to exchange both; what
is replaced is held under the number C<held>, unless that is 0. Returns the
attributes that the first directory and the second one have now.|};

  action 1032 "read" (RBufferOut "content")
    (file @ [ Int64 "offset"; Int "count" ])
    "read a part of a file"
    {|Fewer bytes only at its end.|};

  action 1033 "write" (RInt "count")
    (file @ [ Int64 "offset"; BufferIn "content" ])
    "write a part of a file"
    {|Fewer bytes only when the disk is full.|};

  action 1034 "fsync" RErr (file @ [ Bool "dataonly" ])
    "have a file written to the disk"
    {|As fsync(2) and fdatasync(2).|};

  action 1035 "fallocate" RErr
    (file @ [ Int "mode"; Int64 "offset"; Int64 "length" ])
    "allocate or free a part of a file"
    {|As fallocate(2).|};

  action 1036 "lseek" (RInt64 "found") (file @ [ Int64 "offset"; Bool "hole" ])
    "find where data or a hole begins"
    {|As lseek(2).|};

  action 1037 "copy" (RInt64 "copied")
    (file @ [ Int64 "offset";
              Int64 "tonode"; String (PlainString, "topath"); Int64 "tooffset";
              Int64 "count" ])
    "copy from file to file"
    {|As copy_file_range(2).|};

  action 1038 "statfs" (RStruct ("stat", "statvfs")) file
    "tell how full a file system is"
    {|As C<guestfs_statvfs>.|};

  action 1039 "getxattr" (RBufferOut "xattr") (file @ [ name ])
    "read an extended attribute"
    {|As C<guestfs_lgetxattr>.|};

  action 1040 "listxattr" (RBufferOut "names") file
    "list the names of extended attributes"
    {|As llistxattr(2): each with a zero byte.|};

  action 1041 "setxattr" RErr (file @ [ name; BufferIn "xattr"; Int "flags" ])
    "set an extended attribute"
    {|C<flags> are 1 to create it only, 2 to replace it only.|};

  action 1042 "removexattr" RErr (file @ [ name ])
    "remove an extended attribute"
    {|As C<guestfs_lremovexattr>.|};

  action 1043 "attrs" (RStructList ("attrs", "fuse_attr"))
    (file @ [ StringList (PlainString, "names") ])
    "get the attributes of names in a directory"
    {|One for each name, in their order. What is not there, or must be held,
has no attributes.|};

  action 1044 "contents" (RStructList ("contents", "fuse_content"))
    (file @ [ StringList (PlainString, "names") ])
    "read small files of a directory"
    {|One for each name, in their order, with its attributes. Files that are
too large, or cannot be read, have neither. Access times stay as they are.|};

  action 1045 "accessed" RErr
    [ StringList (PlainString, "nodes"); StringList (PlainString, "paths") ]
    "set the access times of files that were read"
    {|As reading them would: file systems have rules for when they change
it. The numbers of the files are decimal. What is not there is left out.|};

  action 1046 "ioctl" (RBufferOut "result")
    (file @ [ Int64 "command"; BufferIn "argument" ])
    "read or set the flags of chattr"
    {|As ioctl(2), of a regular file or directory, with one of the commands
C<FS_IOC_GETFLAGS>, C<FS_IOC_SETFLAGS>, C<FS_IOC_FSGETXATTR>,
C<FS_IOC_FSSETXATTR> and C<FS_IOC_GETVERSION>. What is set is the argument,
what is read the result.|};

  action 1047 "tmpfile" attr
    (file @ [ Int "mode"; Int "umask"; Int64 "uid"; Int64 "gid";
              Int64 "newnode" ])
    "make a file without a name"
    {|In that directory, as with the flag C<O_TMPFILE> of open(2). It is held
under the number C<newnode>; when that is closed and it has no name by then, the
file is gone. Other arguments as in C<guestfs_internal_fuse_make>.|};

  action 1048 "times" RErr
    [ StringList (PlainString, "nodes"); StringList (PlainString, "paths");
      StringList (PlainString, "times") ]
    "set the times of many files"
    {|Of each file, with spaces between them, the seconds and nanoseconds of the
access time and those of the modification time, as for
C<guestfs_internal_fuse_setattr>. The numbers of the files are decimal. What is
not there is left out.|};
]
