(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Files of the guest looked at with YARA rules. *)

open Types
open Testing

let needs = ["libyara"]

let rules text = [
  ok ["write"; "/rules"; text];
  ok ["download"; "/rules"; "@tmp/rules"] ]

let two_rules =
  "rule Greeting { strings: $a = \"hello\" condition: $a }\n\
   rule Short { condition: filesize < 100 }\n\
   private rule Hidden { condition: true }\n"

let actions = [
  { defaults with
    name = "internal_yara_scan";
    where = Daemon 474;
    added = (1, 37, 13);
    ret = RErr;
    args = [ String (Pathname, "path");
             String (FileOut, "filename") ];
    optional_group = Some "libyara";
    visibility = VInternal;
    summary = "stream the rules that a file matches";
    doc = {|
Each match as a C<yara_detection> in the encoding of the protocol, one after
the other.  This is what C<guestfs_yara_scan> reads.|};
    tests = [] };

  { defaults with
    name = "yara_destroy";
    where = Daemon 473;
    added = (1, 37, 13);
    ret = RErr;
    optional_group = Some "libyara";
    summary = "forget the YARA rules";
    doc = {|
Forget the rules that C<guestfs_yara_load> loaded.  If there are none the errno
is C<EINVAL>.|};
    tests = [
      example ~needs Filesystem (rules two_rules @ [
        ok ["yara_load"; "@tmp/rules"];
        ok ["yara_destroy"];
        fails "EINVAL" ["yara_destroy"];
        fails "EINVAL" ["yara_scan"; "/rules"] ]) ] };

  { defaults with
    name = "yara_load";
    where = Daemon 472;
    added = (1, 37, 13);
    ret = RErr;
    args = [ String (FileIn, "filename") ];
    optional_group = Some "libyara";
    cancellable = true;
    progress = true;
    summary = "load YARA rules";
    doc = {|
Load the rules in the local file C<filename>, for C<guestfs_yara_scan>.  They
take the place of those that were loaded before, which stay if there is a
mistake in the new ones.

The file is either the source of rules, which cannot include other files, or
what L<yarac(1)> of the same version compiled.  Compiled rules are programs:
load none that you do not trust.|};
    tests = [
      example ~needs Filesystem (rules two_rules @ [
        ok ["yara_load"; "@tmp/rules"];
        ok ["write"; "/f"; "hello"];
        ["yara_scan"; "/f"] ==> Has_length 2 ]);
      test ~needs Filesystem (rules two_rules @ [
        ok ["yara_load"; "@tmp/rules"];
        ok ["write"; "/wrong"; "rule Good { condition: true }\nrule {\n"];
        ok ["download"; "/wrong"; "@tmp/wrong"];
        fails "EINVAL" ["yara_load"; "@tmp/wrong"];
        ["yara_scan"; "/wrong"] ==>
          C_expr "strstr (guestfs_last_error (g), \"line 2: \") && \
                  ret->len == 1" ]);
      test ~needs Filesystem (rules "include \"/etc/passwd\"\n" @ [
        fails "EINVAL" ["yara_load"; "@tmp/rules"];
        ok ["write"; "/bad"; "YARAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"];
        ok ["download"; "/bad"; "@tmp/bad"];
        fails "EINVAL" ["yara_load"; "@tmp/bad"];
        fails "ENOENT" ["yara_load"; "@tmp/none"] ]) ] };

  { defaults with
    name = "yara_scan";
    where = Library;
    added = (1, 37, 13);
    ret = RStructList ("detections", "yara_detection");
    args = [ String (Pathname, "path") ];
    optional_group = Some "libyara";
    cancellable = true;
    progress = true;
    summary = "the YARA rules that a file matches";
    doc = {|
Look at the file C<path> with the rules that C<guestfs_yara_load> loaded, and
return those that match, in the order in which they are written.  C<yara_name>
is C<path> and C<yara_rule> the name of the rule.

If no rules are loaded the errno is C<EINVAL>.  Directories are not scanned
(C<EISDIR>): call this for each of C<guestfs_find>.|};
    tests = [
      example ~needs Filesystem (rules two_rules @ [
        ok ["yara_load"; "@tmp/rules"];
        ok ["write"; "/f"; "hello, world"];
        ["yara_scan"; "/f"] ==>
          C_expr "ret->len == 2 && \
                  strcmp (ret->val[0].yara_name, \"/f\") == 0 && \
                  strcmp (ret->val[0].yara_rule, \"Greeting\") == 0 && \
                  strcmp (ret->val[1].yara_rule, \"Short\") == 0" ]);
      test ~needs Filesystem (rules two_rules @ [
        ok ["yara_load"; "@tmp/rules"];
        ok ["fill"; "120"; "10000000"; "/big"];
        ok ["pwrite"; "/big"; "hello"; "9000000"];
        ["yara_scan"; "/big"] ==>
          C_expr "ret->len == 1 && \
                  strcmp (ret->val[0].yara_rule, \"Greeting\") == 0";
        ok ["pwrite"; "/big"; "x"; "9000000"];
        ["yara_scan"; "/big"] ==> Has_length 0;
        ok ["touch"; "/empty"];
        ["yara_scan"; "/empty"] ==> Has_length 1;
        ok ["mkfifo"; "0600"; "/fifo"];
        fails "EISDIR" ["yara_scan"; "/"];
        fails "EINVAL" ["yara_scan"; "/fifo"];
        fails "ENOENT" ["yara_scan"; "/none"] ]) ] };
]
