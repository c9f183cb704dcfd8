(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The Windows registry: opening a hive, walking, reading and changing it. *)

open Types
open Testing

let hivex = Some "hivex"
let needs = ["hivex"]

(* What tests/data/hive holds: \Software\Größe with values, \System.  Numbers
   of nodes and values are places in the file. *)
let root = "4128"
let software = "8224"
let groesse = "8336"
let the_default = "8480"
let text = "8544"
let number = "8688"
let bytes = "8720"
let empty = "8816"
let half = "8848"

let opened = [
  ok ["upload"; "@data/hive"; "/hive"];
  ok ["hivex_open"; "/hive"] ]

let opened_to_write = [
  ok ["upload"; "@data/hive"; "/hive"];
  ok ["hivex_open"; "/hive"; "write:true"] ]

(* What was written is read from the file again. *)
let reopened = [
  ok ["hivex_commit"; ""];
  ok ["hivex_close"];
  ok ["hivex_open"; "/hive"] ]

let actions = [
  { defaults with
    name = "hivex_close";
    where = Daemon 351;
    added = (1, 19, 35);
    ret = RErr;
    optional_group = hivex;
    summary = "close the registry hive";
    doc = {|
Close the hive that C<guestfs_hivex_open> opened.  Changes that
C<guestfs_hivex_commit> has not written are lost.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ok ["hivex_close"];
        fails "EINVAL" ["hivex_root"];
        fails "EINVAL" ["hivex_close"] ]);
      test ~needs Filesystem (opened @ [
        ok ["umount"; "/"] ]) ] };

  { defaults with
    name = "hivex_commit";
    where = Daemon 362;
    added = (1, 19, 35);
    ret = RErr;
    args = [ OptString "filename" ];
    optional_group = hivex;
    summary = "write the changes of a registry hive";
    doc = {|
Write the hive, with all changes, to the file C<filename>, or, if that is
NULL, to the file from which it was opened.  It stays open, and there may be
more changes and another C<guestfs_hivex_commit>.

The hive must have been opened with C<write>.|};
    tests = [
      example ~needs Filesystem (opened_to_write @ [
        ["hivex_node_add_child"; root; "New"] ==> At_least 1;
        ok ["hivex_commit"; ""];
        ok ["hivex_close"];
        ok ["hivex_open"; "/hive"];
        ["hivex_node_get_child"; root; "New"] ==> At_least 1 ]);
      test ~needs Filesystem (opened_to_write @ [
        ["hivex_node_add_child"; root; "OnlyInTheCopy"] ==> At_least 1;
        ok ["hivex_commit"; "/copy"];
        ["grep"; "OnlyInTheCopy"; "/copy"; "fixed:true"] ==> Has_length 1;
        ["grep"; "OnlyInTheCopy"; "/hive"; "fixed:true"] ==> Is_empty;
        fails "EINVAL" ["hivex_commit"; "copy"];
        fails "ENOENT" ["hivex_commit"; "/none/copy"];
        fails "EISDIR" ["hivex_commit"; "/"] ]);
      test ~needs Filesystem (opened @ [
        fails "EROFS" ["hivex_commit"; ""] ]) ] };

  { defaults with
    name = "hivex_node_add_child";
    where = Daemon 363;
    added = (1, 19, 35);
    ret = RInt64 "nodeh";
    args = [ Int64 "parent";
             String (PlainString, "name") ];
    optional_group = hivex;
    summary = "add a subkey to a registry key";
    doc = {|
Add a key called C<name>, which has no values and no subkeys yet, below the
key C<parent>, and return its node.  There must not be one of that name.

The hive must have been opened with C<write>.|};
    tests = [
      example ~needs Filesystem (opened_to_write @ [
        ["hivex_node_children"; software] ==> Has_length 1;
        ["hivex_node_add_child"; software; "Acme"] ==> At_least 1;
        ["hivex_node_children"; software] ==> Has_length 2 ]);
      test ~needs Filesystem (opened_to_write @ [
        fails "EEXIST" ["hivex_node_add_child"; root; "SOFTWARE"];
        fails "EINVAL" ["hivex_node_add_child"; "1"; "New"] ]);
      test ~needs Filesystem (opened @ [
        fails "EROFS" ["hivex_node_add_child"; root; "New"] ]) ] };

  { defaults with
    name = "hivex_node_children";
    where = Daemon 354;
    added = (1, 19, 35);
    ret = RStructList ("nodehs", "hivex_node");
    args = [ Int64 "nodeh" ];
    optional_group = hivex;
    summary = "the subkeys of a registry key";
    doc = {|
Return the nodes of all keys directly below the key C<nodeh>.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_node_children"; root] ==>
          C_expr "ret->len == 2 && ret->val[0].hivex_node_h == 8224 && \
                  ret->val[1].hivex_node_h == 8880" ]);
      test ~needs Filesystem (opened @ [
        ["hivex_node_children"; groesse] ==> Has_length 0;
        fails "EINVAL" ["hivex_node_children"; the_default] ]) ] };

  { defaults with
    name = "hivex_node_delete_child";
    where = Daemon 364;
    added = (1, 19, 35);
    ret = RErr;
    args = [ Int64 "nodeh" ];
    optional_group = hivex;
    summary = "delete a registry key";
    doc = {|
Delete the key C<nodeh> with its values and everything below it.  The root
key cannot be deleted.

The hive must have been opened with C<write>.|};
    tests = [
      example ~needs Filesystem (opened_to_write @ [
        ok ["hivex_node_delete_child"; software] ] @ reopened @ [
        ["hivex_node_get_child"; root; "Software"] ==> Is_int 0;
        ["hivex_node_children"; root] ==> Has_length 1 ]);
      test ~needs Filesystem (opened_to_write @ [
        fails "EINVAL" ["hivex_node_delete_child"; root] ]);
      (* A class name that points nowhere: an assertion of hivex. *)
      test ~needs Filesystem [
        ok ["upload"; "@data/hive"; "/hive"];
        ["pwrite"; "/hive"; "\014"; "8276"] ==> Is_int 1;
        ok ["hivex_open"; "/hive"; "write:true"];
        fails "EINVAL" ["hivex_node_delete_child"; software];
        fails "EINVAL" ["hivex_root"];
        ok ["hivex_open"; "/hive"];
        ["hivex_node_children"; root] ==> Has_length 2 ];
      test ~needs Filesystem (opened @ [
        fails "EROFS" ["hivex_node_delete_child"; software] ]) ] };

  { defaults with
    name = "hivex_node_get_child";
    where = Daemon 355;
    added = (1, 19, 35);
    ret = RInt64 "child";
    args = [ Int64 "nodeh";
             String (PlainString, "name") ];
    optional_group = hivex;
    summary = "find a subkey of a registry key by name";
    doc = {|
Return the node of the key called C<name> directly below the key C<nodeh>, or
0 if there is none.  Upper and lower case are the same.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_node_get_child"; root; "software"] ==>
          Is_int (int_of_string software);
        ["hivex_node_get_child"; root; "none"] ==> Is_int 0 ]);
      test ~needs Filesystem (opened @ [
        ["hivex_node_get_child"; software; "Größe"] ==>
          Is_int (int_of_string groesse);
        fails "EINVAL" ["hivex_node_get_child"; "1"; "none"] ]) ] };

  { defaults with
    name = "hivex_node_get_value";
    where = Daemon 358;
    added = (1, 19, 35);
    ret = RInt64 "valueh";
    args = [ Int64 "nodeh";
             String (PlainString, "key") ];
    optional_group = hivex;
    summary = "find a value of a registry key by name";
    doc = {|
Return the value of the key C<nodeh> that is called C<key>, or 0 if there is
none.  Upper and lower case are the same, and the empty string is the name of
the default value.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_node_get_value"; groesse; "Text"] ==>
          Is_int (int_of_string text);
        ["hivex_node_get_value"; groesse; ""] ==>
          Is_int (int_of_string the_default);
        ["hivex_node_get_value"; groesse; "none"] ==> Is_int 0 ]);
      test ~needs Filesystem (opened @ [
        ["hivex_node_get_value"; software; "Text"] ==> Is_int 0;
        fails "EINVAL" ["hivex_node_get_value"; text; "Text"] ]) ] };

  { defaults with
    name = "hivex_node_name";
    where = Daemon 353;
    added = (1, 19, 35);
    ret = RString (RPlainString, "name");
    args = [ Int64 "nodeh" ];
    optional_group = hivex;
    summary = "the name of a registry key";
    doc = {|
Return the name of the key C<nodeh>, the last part of its path.  The root key
has a name too, which nothing uses.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_node_name"; software] ==> Is "Software" ]);
      test ~needs Filesystem (opened @ [
        ["hivex_node_name"; groesse] ==> Is "Größe";
        fails "EINVAL" ["hivex_node_name"; "-1"];
        fails "EINVAL" ["hivex_node_name"; "9000000000000000000"] ]) ] };

  { defaults with
    name = "hivex_node_parent";
    where = Daemon 356;
    added = (1, 19, 35);
    ret = RInt64 "parent";
    args = [ Int64 "nodeh" ];
    optional_group = hivex;
    summary = "the registry key above a key";
    doc = {|
Return the node of the key above the key C<nodeh>.  The root key has none:
that is an error.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_node_parent"; groesse] ==> Is_int (int_of_string software) ]);
      test ~needs Filesystem (opened @ [
        fails "EINVAL" ["hivex_node_parent"; root];
        fails "EINVAL" ["hivex_node_parent"; "3"] ]) ] };

  { defaults with
    name = "hivex_node_set_value";
    where = Daemon 365;
    added = (1, 19, 35);
    ret = RErr;
    args = [ Int64 "nodeh";
             String (PlainString, "key");
             Int64 "t";
             BufferIn "val" ];
    optional_group = hivex;
    summary = "set a value of a registry key";
    doc = {|
Give the key C<nodeh> a value called C<key>, or change the one it has.  C<val>
is stored as it is and C<t> is its type, as in C<guestfs_hivex_value_type>.
Strings are UTF-16LE with two bytes of zero at the end; numbers of type 4 are
four bytes, the lowest first.

Other values of the same key may have other handles afterwards.

The hive must have been opened with C<write>.|};
    tests = [
      example ~needs Filesystem (opened_to_write @ [
        ok ["hivex_node_set_value"; software; "Vendor"; "3"; "Acme"] ] @
        reopened @ [
        ["hivex_node_values"; software] ==> Has_length 1;
        ["grep"; "Acme"; "/hive"; "fixed:true"] ==> Has_length 1 ]);
      test ~needs Filesystem (opened_to_write @ [
        ok ["hivex_node_set_value"; groesse; "TEXT"; "1";
            "h\000\233\000\000\000"];
        ok ["hivex_node_set_value"; software; "";
            "4"; "\001\000\000\000"] ] @
        reopened @ [
        ["hivex_node_values"; groesse] ==> Has_length 8;
        ["hivex_node_values"; software] ==>
          C_expr "ret->len == 1 && guestfs_hivex_value_type (g, \
                  ret->val[0].hivex_value_h) == 4";
        ["hivex_node_get_value"; groesse; "Text"] ==>
          Is_int 12424;
        ["hivex_value_string"; "12424"] ==> Is "hé" ]);
      test ~needs Filesystem (opened_to_write @ [
        fails "EINVAL" ["hivex_node_set_value"; root; "k"; "-1"; ""];
        fails "EINVAL" ["hivex_node_set_value"; root; "k"; "5000000000"; ""];
        fails "EINVAL" ["hivex_node_set_value"; text; "k"; "3"; "x"] ]);
      test ~needs Filesystem (opened @ [
        fails "EROFS" ["hivex_node_set_value"; root; "k"; "3"; "x"] ]) ] };

  { defaults with
    name = "hivex_node_values";
    where = Daemon 357;
    added = (1, 19, 35);
    ret = RStructList ("valuehs", "hivex_value");
    args = [ Int64 "nodeh" ];
    optional_group = hivex;
    summary = "the values of a registry key";
    doc = {|
Return all values of the key C<nodeh>, its default value among them.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_node_values"; groesse] ==>
          C_expr "ret->len == 8 && ret->val[0].hivex_value_h == 8480 && \
                  ret->val[7].hivex_value_h == 8848" ]);
      test ~needs Filesystem (opened @ [
        ["hivex_node_values"; software] ==> Has_length 0;
        fails "EINVAL" ["hivex_node_values"; text] ]) ] };

  { defaults with
    name = "hivex_open";
    where = Daemon 350;
    added = (1, 19, 35);
    ret = RErr;
    args = [ String (Pathname, "filename") ];
    optargs = [ 0, OBool "verbose";
                1, OBool "debug";
                2, OBool "write";
                3, OBool "unsafe" ];
    optional_group = hivex;
    summary = "open a Windows registry hive";
    doc = {|
Open the registry hive in the file C<filename>; one that was open is closed,
and what was not committed is lost.  A handle has one hive open at a time.
Hives of Windows are usually below F</Windows/System32/config>, and
F<NTUSER.DAT> in the directory of each user.

The optional arguments are:

=over 4

=item C<verbose>, C<debug>

Write messages of hivex(3), more or less of them, to the log.

=item C<write>

Allow changes.  They are made in memory, and C<guestfs_hivex_commit> writes
them.

=item C<unsafe>

Go on reading where a hive is damaged.

=back

Keys are called nodes here.  Nodes and values are numbers, which mean nothing
after the hive has been closed.  Start at C<guestfs_hivex_root>.

The hive is read into the memory of the appliance: the file may be changed or
unmounted while it is open.|};
    tests = [
      example ~needs Filesystem [
        ok ["upload"; "@data/hive"; "/hive"];
        ok ["hivex_open"; "/hive"];
        ["hivex_root"] ==> Is_int (int_of_string root) ];
      test ~needs Filesystem (opened @ [
        ok ["rm"; "/hive"];
        ok ["umount"; "/"];
        ["hivex_value_string"; the_default] ==> Is "the default" ]);
      test ~needs Filesystem [
        ok ["write"; "/text"; "not a hive"];
        ok ["mkfifo"; "0600"; "/fifo"];
        ok ["ln_s"; "/etc/passwd"; "/link"];
        fails "EINVAL" ["hivex_open"; "/text"];
        fails "EINVAL" ["hivex_open"; "/fifo"];
        fails "ENOENT" ["hivex_open"; "/link"];
        fails "ENOENT" ["hivex_open"; "/none"];
        fails "EISDIR" ["hivex_open"; "/"];
        ok ["truncate_size"; "/text"; "1099511627776"];
        fails "ENOMEM" ["hivex_open"; "/text"];
        fails "EINVAL" ["hivex_root"] ];
      (* Cut in the middle of the root key's block. *)
      test ~needs Filesystem [
        ok ["upload"; "@data/hive"; "/hive"];
        ok ["truncate_size"; "/hive"; "5000"];
        (["hivex_open"; "/hive"], Fails);
        (["hivex_open"; "/hive"; "unsafe:true"], Fails) ] ] };

  { defaults with
    name = "hivex_root";
    where = Daemon 352;
    added = (1, 19, 35);
    ret = RInt64 "nodeh";
    optional_group = hivex;
    summary = "the root key of the registry hive";
    doc = {|
Return the node of the root key of the hive that is open.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_root"] ==> Is_int (int_of_string root) ]);
      test ~needs Filesystem [
        fails "EINVAL" ["hivex_root"] ] ] };

  { defaults with
    name = "hivex_value_key";
    where = Daemon 359;
    added = (1, 19, 35);
    ret = RString (RPlainString, "key");
    args = [ Int64 "valueh" ];
    optional_group = hivex;
    summary = "the name of a registry value";
    doc = {|
Return the name of the value C<valueh>.  That of the default value is the
empty string.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_value_key"; text] ==> Is "Text";
        ["hivex_value_key"; the_default] ==> Is "" ]);
      test ~needs Filesystem (opened @ [
        fails "EINVAL" ["hivex_value_key"; root] ]) ] };

  { defaults with
    name = "hivex_value_string";
    where = Daemon 479;
    added = (1, 37, 22);
    ret = RString (RPlainString, "databuf");
    args = [ Int64 "valueh" ];
    optional_group = hivex;
    summary = "the text of a registry value";
    doc = {|
Return the value C<valueh>, which must be a string (type 1, 2 or 6), as UTF-8.
A value that is not valid UTF-16 is an error; C<guestfs_hivex_value_value>
returns the bytes of any value.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_value_string"; text] ==> Is "naïve café €" ]);
      test ~needs Filesystem (opened @ [
        ["hivex_value_string"; "8608"] ==> Is "%SystemRoot%\\system32";
        fails "EINVAL" ["hivex_value_string"; bytes];
        (["hivex_value_string"; half], Fails);
        fails "EINVAL" ["hivex_value_string"; root] ]) ] };

  { defaults with
    name = "hivex_value_type";
    where = Daemon 360;
    added = (1, 19, 35);
    ret = RInt64 "datatype";
    args = [ Int64 "valueh" ];
    optional_group = hivex;
    summary = "the type of a registry value";
    doc = {|
Return the type of the value C<valueh>, which says what its bytes mean: 1 a
string, 2 a string with variables in it, 3 bytes, 4 a number of 32 bits,
7 several strings, 11 a number of 64 bits.  hivex(3) has the others.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_value_type"; text] ==> Is_int 1;
        ["hivex_value_type"; number] ==> Is_int 4 ]);
      test ~needs Filesystem (opened @ [
        ["hivex_value_type"; bytes] ==> Is_int 3;
        fails "EINVAL" ["hivex_value_type"; root] ]) ] };

  { defaults with
    name = "hivex_value_utf8";
    where = Daemon 478;
    added = (1, 19, 35);
    ret = RString (RPlainString, "databuf");
    args = [ Int64 "valueh" ];
    optional_group = hivex;
    deprecated = Replaced_by "hivex_value_string";
    summary = "the text of a registry value";
    doc = {|
The older name of C<guestfs_hivex_value_string>.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_value_utf8"; the_default] ==> Is "the default" ]);
      test ~needs Filesystem (opened @ [
        fails "EINVAL" ["hivex_value_utf8"; number] ]) ] };

  { defaults with
    name = "hivex_value_value";
    where = Daemon 361;
    added = (1, 19, 35);
    ret = RBufferOut "databuf";
    args = [ Int64 "valueh" ];
    optional_group = hivex;
    summary = "the bytes of a registry value";
    doc = {|
Return the value C<valueh> as it is stored.  C<guestfs_hivex_value_type> tells
what it is.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["hivex_value_value"; number] ==> Is_buffer "\x78\x56\x34\x12" ]);
      test ~needs Filesystem (opened @ [
        ["hivex_value_value"; bytes] ==> Is_buffer "\000\255\n\000\128";
        ["hivex_value_value"; empty] ==> Is_buffer "";
        ["hivex_value_value"; the_default] ==> C_expr "size == 24";
        fails "EINVAL" ["hivex_value_value"; root] ]) ] };
]
