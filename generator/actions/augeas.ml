(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Editing the guest's configuration files as a tree, with Augeas. *)

open Types
open Testing

(* An empty tree: no lens is loaded, which is quick. *)
let bare = [ ok ["aug_init"; "/"; "96"] ]

(* /etc/hosts with one line, in the tree. To load all lenses takes three
   seconds of an emulated processor: the test of aug_init does it. *)
let hosts = [
  ok ["mkdir"; "/etc"];
  ok ["write"; "/etc/hosts"; "127.0.0.1 localhost\n"] ] @ bare @ [
  ok ["aug_transform"; "Hosts.lns"; "/etc/hosts"];
  ok ["aug_load"] ]

let actions = [
  { defaults with
    name = "aug_clear";
    where = Daemon 239;
    added = (1, 3, 4);
    ret = RErr;
    args = [ String (PlainString, "augpath") ];
    summary = "take the value of an Augeas node away";
    doc = {|
Take the value of the node C<augpath> away.  The node stays, and is created if
it is not there yet.  It is an error if the path matches more than one node.|};
    tests = [
      example Filesystem (bare @ [
        ok ["aug_set"; "/files/a"; "x"];
        ok ["aug_clear"; "/files/a"];
        ["aug_match"; "/files/a[. = 'x']"] ==> Is_empty;
        ["aug_match"; "/files/a"] ==> Is_list ["/files/a"] ]) ] };

  { defaults with
    name = "aug_close";
    where = Daemon 26;
    added = (0, 0, 7);
    ret = RErr;
    summary = "forget the Augeas tree";
    doc = {|
Forget the tree and free what it takes.  Changes that C<guestfs_aug_save> has
not written are lost.  Before the next use of Augeas call C<guestfs_aug_init>
again; without a tree the errno is C<EINVAL>.|};
    tests = [
      example Filesystem (bare @ [
        ok ["aug_close"];
        fails "EINVAL" ["aug_get"; "/files"];
        fails "EINVAL" ["aug_close"] ]) ] };

  { defaults with
    name = "aug_defnode";
    where = Daemon 18;
    added = (0, 0, 7);
    ret = RStruct ("nrnodescreated", "int_bool");
    args = [ String (PlainString, "name");
             String (PlainString, "expr");
             String (PlainString, "val") ];
    summary = "define an Augeas variable, creating its node if need be";
    doc = {|
Let the variable C<name> stand for the nodes that C<expr> matches.  If it
matches none, a node with the value C<val> is created, as by
C<guestfs_aug_set>, and the variable stands for that.

In the result the field C<i> is the number of nodes and C<b> is 1 if one was
created, else 0.|};
    tests = [
      example Filesystem (bare @ [
        ["aug_defnode"; "n"; "/files/new"; "v"] ==>
          Has_fields ["i", "1"; "b", "1"];
        ["aug_get"; "$n"] ==> Is "v" ]);
      test Filesystem (bare @ [
        ok ["aug_set"; "/files/x[1]"; "one"];
        ok ["aug_set"; "/files/x[2]"; "two"];
        ["aug_defnode"; "n"; "/files/x"; "v"] ==>
          Has_fields ["i", "2"; "b", "0"];
        ["aug_get"; "/files/x[2]"] ==> Is "two" ]) ] };

  { defaults with
    name = "aug_defvar";
    where = Daemon 17;
    added = (0, 0, 7);
    ret = RInt "nrnodes";
    args = [ String (PlainString, "name");
             OptString "expr" ];
    summary = "define an Augeas variable";
    doc = {|
Let the variable C<name> stand for the value of the path expression C<expr>;
later expressions use it as C<$name>.  If C<expr> is NULL the variable is
removed.

The result is the number of nodes the variable stands for, 0 if the value of
C<expr> is not a set of nodes.|};
    tests = [
      example Filesystem (hosts @ [
        ["aug_defvar"; "h"; "/files/etc/hosts/1"] ==> Is_int 1;
        ["aug_get"; "$h/canonical"] ==> Is "localhost" ]);
      test Filesystem (bare @ [
        ["aug_defvar"; "text"; "'abc'"] ==> Is_int 0;
        ["aug_defvar"; "none"; "/files/none"] ==> Is_int 0;
        fails "EINVAL" ["aug_defvar"; "bad"; "/files/["] ]) ] };

  { defaults with
    name = "aug_get";
    where = Daemon 19;
    added = (0, 0, 7);
    ret = RString (RPlainString, "val");
    args = [ String (PlainString, "augpath") ];
    summary = "the value of an Augeas node";
    doc = {|
Return the value of the one node that C<augpath> matches, the empty string if
it has no value.  If nothing matches the errno is C<ENOENT>; if more than one
node does it is C<EINVAL>.|};
    tests = [
      example Filesystem (hosts @ [
        ["aug_get"; "/files/etc/hosts/1/ipaddr"] ==> Is "127.0.0.1" ]);
      test Filesystem (bare @ [
        fails "ENOENT" ["aug_get"; "/files/none"];
        ok ["aug_set"; "/files/x[1]"; "one"];
        ok ["aug_set"; "/files/x[2]"; "two"];
        fails "EINVAL" ["aug_get"; "/files/x"];
        ["aug_get"; "/files"] ==> Is "" ]) ] };

  { defaults with
    name = "aug_init";
    where = Daemon 16;
    added = (0, 0, 7);
    ret = RErr;
    args = [ String (Pathname, "root");
             Int "flags" ];
    summary = "read the guest's configuration files into an Augeas tree";
    doc = {|
Read the configuration files below the directory C<root> of the guest, usually
F</>, into a tree, which the other C<aug_> actions look at and change.  There
is one tree for each handle: one that was there before is forgotten.  The
files must stay mounted while the tree is loaded or saved.

C<flags> is the sum of some of these:

=over 4

=item C<1>

Keep the original of a changed file, with F<.augsave> added to its name.

=item C<2>

Write a changed file under its name with F<.augnew> added, and leave the
original alone.  This wins over 1.

=item C<4>

Check the types of the lenses.  This takes very long.

=item C<8>

Do not look for lenses in the usual directories.

=item C<16>

C<guestfs_aug_save> writes nothing, and only records what would have changed.

=item C<32>

Do not read the files: do it later, with C<guestfs_aug_load>.

=item C<64>

Do not load all lenses.  Nothing is read except what C<guestfs_aug_transform>
names, which is much quicker.

=back

Links in the guest lead to where they lead in the guest.

A file that cannot be parsed is not an error here: what is wrong with it is
below F</augeas/files> in the tree, in a node called C<error>.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/etc"];
        ok ["write"; "/etc/hosts"; "127.0.0.1 localhost\n"];
        ok ["aug_init"; "/"; "0"];
        ["aug_get"; "/files/etc/hosts/1/canonical"] ==> Is "localhost";
        ok ["aug_close"] ];
      test Filesystem [
        ok ["mkdir_p"; "/sub/etc"];
        ok ["write"; "/sub/etc/hostname"; "inner\n"];
        ok ["aug_init"; "/sub"; "96"];
        ok ["aug_transform"; "Hostname.lns"; "/etc/hostname"];
        ok ["aug_load"];
        ["aug_get"; "/files/etc/hostname/hostname"] ==> Is "inner" ];
      test Filesystem [
        ok ["mkdir"; "/etc"];
        ok ["write"; "/real"; "guest\n"];
        ok ["ln_s"; "/real"; "/etc/hostname"];
        ok ["ln_s"; "/proc/version"; "/etc/other"];
        ok ["aug_init"; "/"; "96"];
        ok ["aug_transform"; "Hostname.lns"; "/etc/hostname"];
        ok ["aug_transform"; "Simplelines.lns"; "/etc/other"];
        ok ["aug_load"];
        ["aug_get"; "/files/etc/hostname/hostname"] ==> Is "guest";
        ["aug_match"; "/files/etc/other"] ==> Is_empty ] ] };

  { defaults with
    name = "aug_insert";
    where = Daemon 21;
    added = (0, 0, 7);
    ret = RErr;
    args = [ String (PlainString, "augpath");
             String (PlainString, "label");
             Bool "before" ];
    summary = "insert a sibling of an Augeas node";
    doc = {|
Create a node called C<label> next to the one node that C<augpath> matches:
in front of it if C<before> is true, else after it.  C<label> is a plain name
and not a path.|};
    tests = [
      example Filesystem (bare @ [
        ok ["aug_set"; "/files/d/b"; "2"];
        ok ["aug_insert"; "/files/d/b"; "a"; "true"];
        ok ["aug_insert"; "/files/d/b"; "c"; "false"];
        ["aug_match"; "/files/d/*"] ==>
          Is_list ["/files/d/a"; "/files/d/b"; "/files/d/c"] ]);
      test Filesystem (bare @ [
        fails "ENOENT" ["aug_insert"; "/files/none"; "a"; "true"];
        ok ["aug_set"; "/files/b"; ""];
        fails "EINVAL" ["aug_insert"; "/files/b"; "a/b"; "true"] ]) ] };

  { defaults with
    name = "aug_label";
    where = Daemon 412;
    added = (1, 23, 14);
    ret = RString (RPlainString, "label");
    args = [ String (PlainString, "augpath") ];
    summary = "the name of an Augeas node";
    doc = {|
Return the label, which is the last component of the path, of the one node
that C<augpath> matches.|};
    tests = [
      example Filesystem (hosts @ [
        ["aug_label"; "/files/etc/hosts/*[canonical = 'localhost']"] ==>
          Is "1" ]);
      test Filesystem (bare @ [
        fails "ENOENT" ["aug_label"; "/files/none"] ]) ] };

  { defaults with
    name = "aug_load";
    where = Daemon 27;
    added = (0, 0, 7);
    ret = RErr;
    summary = "read configuration files into the Augeas tree again";
    doc = {|
Read the files that the nodes below F</augeas/load> name into the tree.
Changes of the tree that have not been saved are lost.

This is needed after C<guestfs_aug_init> with flag 32, after
C<guestfs_aug_transform>, or when files were changed in another way.|};
    tests = [
      example Filesystem (hosts @ [
        ok ["write"; "/etc/hosts"; "10.1.2.3 other\n# more\n"];
        (* A file of the same second counts as the same. *)
        ok ["utimens"; "/etc/hosts"; "1"; "0"; "1"; "0"];
        ok ["aug_load"];
        ["aug_get"; "/files/etc/hosts/1/canonical"] ==> Is "other" ]) ] };

  { defaults with
    name = "aug_ls";
    where = Daemon 28;
    added = (0, 0, 8);
    ret = RStringList (RPlainString, "matches");
    args = [ String (PlainString, "augpath") ];
    summary = "list what is below an Augeas node";
    doc = {|
Return the full paths of the nodes right below C<augpath>, sorted by byte
value.  It is C<guestfs_aug_match> of C<augpath> with F</*> added, so
C<augpath> must not end with a slash unless it is F</>.|};
    tests = [
      example Filesystem (hosts @ [
        ["aug_ls"; "/files/etc/hosts/1"] ==>
          Is_list ["/files/etc/hosts/1/canonical";
                   "/files/etc/hosts/1/ipaddr"] ]);
      test Filesystem (bare @ [
        ["aug_ls"; "/"] ==> Includes ["/augeas"; "/files"];
        ["aug_ls"; "/files/none"] ==> Is_empty;
        fails "EINVAL" ["aug_ls"; "/files/"] ]) ] };

  { defaults with
    name = "aug_match";
    where = Daemon 24;
    added = (0, 0, 7);
    ret = RStringList (RPlainString, "matches");
    args = [ String (PlainString, "augpath") ];
    summary = "the Augeas nodes that match a path expression";
    doc = {|
Return the full paths of all nodes that the path expression C<augpath>
matches, in the order of the tree.  Each of them, used as an expression,
matches just that node.  It is no error if there are none.|};
    tests = [
      example Filesystem (hosts @ [
        ["aug_match"; "/files/etc/hosts/*/canonical"] ==>
          Is_list ["/files/etc/hosts/1/canonical"];
        ["aug_match"; "/files/none"] ==> Is_empty ]);
      test Filesystem (bare @ [
        ok ["aug_set"; "/files/x[1]"; "one"];
        ok ["aug_set"; "/files/x[2]"; "two"];
        ["aug_match"; "/files/x"] ==> Is_list ["/files/x[1]"; "/files/x[2]"];
        fails "EINVAL" ["aug_match"; "/files/x["] ]) ] };

  { defaults with
    name = "aug_mv";
    where = Daemon 23;
    added = (0, 0, 7);
    ret = RErr;
    args = [ String (PlainString, "src");
             String (PlainString, "dest") ];
    summary = "move an Augeas node";
    doc = {|
Move the one node that C<src> matches, and all below it, to C<dest>.  If there
is a node already its value and what was below it are lost.  C<dest> must not
be below C<src>.|};
    tests = [
      example Filesystem (bare @ [
        ok ["aug_set"; "/files/a/b"; "v"];
        ok ["aug_mv"; "/files/a"; "/files/c"];
        ["aug_get"; "/files/c/b"] ==> Is "v";
        ["aug_match"; "/files/a"] ==> Is_empty ]);
      test Filesystem (bare @ [
        fails "ENOENT" ["aug_mv"; "/files/none"; "/files/c"];
        ok ["aug_set"; "/files/a"; "v"];
        fails "EINVAL" ["aug_mv"; "/files/a"; "/files/a/b"] ]) ] };

  { defaults with
    name = "aug_rm";
    where = Daemon 22;
    added = (0, 0, 7);
    ret = RInt "nrnodes";
    args = [ String (PlainString, "augpath") ];
    summary = "remove Augeas nodes";
    doc = {|
Remove all nodes that C<augpath> matches and all below them.  The result is
how many nodes that were, those below counted too.|};
    tests = [
      example Filesystem (bare @ [
        ok ["aug_set"; "/files/a/b"; "v"];
        ["aug_rm"; "/files/a"] ==> Is_int 2;
        ["aug_match"; "/files/*"] ==> Is_empty;
        ["aug_rm"; "/files/a"] ==> Is_int 0 ]);
      test Filesystem (hosts @ [
        ok ["aug_rm"; "/files/etc/hosts/1"];
        ok ["aug_save"];
        ["filesize"; "/etc/hosts"] ==> Is_int 0 ]) ] };

  { defaults with
    name = "aug_save";
    where = Daemon 25;
    added = (0, 0, 7);
    ret = RErr;
    summary = "write changes of the Augeas tree to the guest's files";
    doc = {|
Write the files whose part of the tree has changed.  The flags of
C<guestfs_aug_init> say whether originals are kept.

If a file cannot be written, or its part of the tree does not fit the format
of the file, it is left as it was and this fails; a node called C<error> below
F</augeas/files> tells more.|};
    tests = [
      example Filesystem (hosts @ [
        ok ["aug_set"; "/files/etc/hosts/1/canonical"; "here"];
        ["cat"; "/etc/hosts"] ==> Is "127.0.0.1 localhost\n";
        ok ["aug_save"];
        ["cat"; "/etc/hosts"] ==> Is "127.0.0.1 here\n" ]);
      test Filesystem (hosts @ [
        ok ["aug_set"; "/files/etc/hosts/1/wrong"; "x"];
        ["aug_save"] ==> Fails;
        ["cat"; "/etc/hosts"] ==> Is "127.0.0.1 localhost\n" ]);
      test Filesystem [
        ok ["mkdir"; "/etc"];
        ok ["write"; "/etc/hostname"; "old\n"];
        ok ["aug_init"; "/"; "97"];
        ok ["aug_transform"; "Hostname.lns"; "/etc/hostname"];
        ok ["aug_load"];
        ok ["aug_set"; "/files/etc/hostname/hostname"; "new"];
        ok ["aug_save"];
        ["cat"; "/etc/hostname"] ==> Is "new\n";
        ["cat"; "/etc/hostname.augsave"] ==> Is "old\n" ];
      test Filesystem [
        ok ["mkdir_p"; "/etc/real"];
        ok ["write"; "/etc/real/name"; "old\n"];
        ok ["ln_s"; "/etc/real/name"; "/etc/hostname"];
        ok ["aug_init"; "/"; "96"];
        ok ["aug_transform"; "Hostname.lns"; "/etc/hostname"];
        ok ["aug_load"];
        ok ["aug_set"; "/files/etc/hostname/hostname"; "new"];
        ok ["aug_save"];
        ["cat"; "/etc/real/name"] ==> Is "new\n";
        ok ["aug_close"];
        ok ["umount"; "/"] ] ] };

  { defaults with
    name = "aug_set";
    where = Daemon 20;
    added = (0, 0, 7);
    ret = RErr;
    args = [ String (PlainString, "augpath");
             String (PlainString, "val") ];
    summary = "set the value of an Augeas node";
    doc = {|
Set the value of the node C<augpath> to C<val>.  A node that is not there is
created, with those above it; if the path matches more than one node the errno
is C<EINVAL>.

To take a value away use C<guestfs_aug_clear>: an empty C<val> is a value.|};
    tests = [
      example Filesystem (hosts @ [
        ok ["aug_set"; "/files/etc/hosts/1/alias[1]"; "me"];
        ok ["aug_save"];
        ["cat"; "/etc/hosts"] ==> Is "127.0.0.1 localhost me\n" ]);
      test Filesystem (bare @ [
        ok ["aug_set"; "/files/x[1]"; "one"];
        ok ["aug_set"; "/files/x[2]"; "two"];
        fails "EINVAL" ["aug_set"; "/files/x"; "three"] ]) ] };

  { defaults with
    name = "aug_setm";
    where = Daemon 411;
    added = (1, 23, 14);
    ret = RInt "nodes";
    args = [ String (PlainString, "base");
             OptString "sub";
             String (PlainString, "val") ];
    summary = "set the values of many Augeas nodes";
    doc = {|
For each node that C<base> matches set the nodes that C<sub> matches, seen
from there, to C<val>; they are created where there are none.  If C<sub> is
NULL the nodes of C<base> themselves are set.  The result is how many nodes
were set.|};
    tests = [
      example Filesystem (bare @ [
        ok ["aug_set"; "/files/x[1]"; ""];
        ok ["aug_set"; "/files/x[2]"; ""];
        ["aug_setm"; "/files/x"; "y"; "v"] ==> Is_int 2;
        ["aug_get"; "/files/x[1]/y"] ==> Is "v";
        ["aug_get"; "/files/x[2]/y"] ==> Is "v" ]) ] };

  { defaults with
    name = "aug_transform";
    where = Daemon 469;
    added = (1, 35, 2);
    ret = RErr;
    args = [ String (PlainString, "lens");
             String (PlainString, "file") ];
    optargs = [ 0, OBool "remove" ];
    summary = "say which Augeas lens reads a file";
    doc = {|
Let the lens C<lens>, for example C<Hosts.lns>, read C<file>, which may be a
shell pattern.  If the optional flag C<remove> is true the lens does not read
it any more.  It takes effect with the next C<guestfs_aug_load>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/my.hosts"; "10.0.0.1 one\n"];
        ok ["aug_init"; "/"; "96"];
        ok ["aug_transform"; "Hosts.lns"; "/my.hosts"];
        ok ["aug_load"];
        ["aug_get"; "/files/my.hosts/1/canonical"] ==> Is "one";
        ok ["aug_transform"; "Hosts.lns"; "/my.hosts"; "remove:true"];
        ok ["aug_load"];
        ["aug_match"; "/files/my.hosts"] ==> Is_empty ] ] };
]
