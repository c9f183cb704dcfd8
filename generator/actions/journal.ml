(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Reading the guest's systemd journal. *)

open Types
open Testing

let journal = Some "journal"
let needs = ["journal"; "xz"]

(* tests/data/make-journal shows the four entries. *)
let unpacked = [ ok ["tar_in"; "@data/journal.tar.xz"; "/"; "compress:xz"] ]
let opened = unpacked @ [ ok ["journal_open"; "/var/log/journal"] ]
let file = "/var/log/journal/0123456789abcdef0123456789abcdef/system.journal"

(* C truth: the entry has a field with this value. *)
let has_field name value =
  Printf.sprintf
    "({ int found = 0; \
        for (uint32_t i = 0; i < ret->len; ++i) \
          found |= strcmp (ret->val[i].attrname, \"%s\") == 0 && \
                   ret->val[i].attrval_len == sizeof \"%s\" - 1 && \
                   memcmp (ret->val[i].attrval, \"%s\", \
                           ret->val[i].attrval_len) == 0; \
        found; })" name value value

let length_of_field name truth =
  Printf.sprintf
    "({ int found = 0; \
        for (uint32_t i = 0; i < ret->len; ++i) \
          found |= strcmp (ret->val[i].attrname, \"%s\") == 0 && \
                   ret->val[i].attrval_len %s; \
        found; })" name truth

let actions = [
  { defaults with
    name = "internal_journal_get";
    where = Daemon 408;
    added = (1, 23, 11);
    ret = RErr;
    args = [ String (FileOut, "filename") ];
    optional_group = journal;
    visibility = VInternal;
    summary = "stream the fields of an entry of the journal";
    doc = {|
The fields of the entry where the journal stands, each one an C<xattr> in the
encoding of the protocol, one after the other.  This is what
C<guestfs_journal_get> reads.|};
    tests = [] };

  { defaults with
    name = "journal_close";
    where = Daemon 405;
    added = (1, 23, 11);
    ret = RErr;
    optional_group = journal;
    summary = "close the systemd journal";
    doc = {|
Close the journal that C<guestfs_journal_open> opened.  While it is open the
file system it is on cannot be unmounted.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ok ["journal_close"];
        fails "EINVAL" ["journal_next"];
        fails "EINVAL" ["journal_close"] ]);
      test ~needs Filesystem (opened @ [
        fails "EBUSY" ["umount"; "/"];
        ok ["journal_close"];
        ok ["umount"; "/"] ]) ] };

  { defaults with
    name = "journal_get";
    where = Library;
    added = (1, 23, 11);
    ret = RStructList ("fields", "xattr");
    optional_group = journal;
    summary = "read the entry where the journal stands";
    doc = {|
Return all fields of the entry to which C<guestfs_journal_next> or
C<guestfs_journal_skip> went.  C<attrname> is the name of a field, such as
C<MESSAGE>; systemd.journal-fields(7) lists them.  C<attrval> is its value,
which may be any bytes, and is not ended by a zero: see its length.  A name
may occur more than once.

Long values may be cut: see C<guestfs_journal_set_data_threshold>.  The time
of the entry is no field: C<guestfs_journal_get_realtime_usec> returns it.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["journal_next"] ==> Is_true;
        ["journal_get"] ==> C_expr (has_field "MESSAGE" "first entry") ]);
      test ~needs Filesystem (opened @ [
        ["journal_skip"; "2"] ==> Is_int 2;
        ["journal_get"] ==> C_expr (has_field "BINARY" "\\0\\377\\nbytes");
        ["journal_skip"; "2"] ==> Is_int 2;
        ["journal_get"] ==> C_expr
          (has_field "MESSAGE" "fourth entry\\nof two lines") ]);
      test ~needs Filesystem (opened @ [
        fails "EINVAL" ["journal_get"] ]);
      (* What a file lacks when it is read must not end the appliance. *)
      test ~needs Filesystem (opened @ [
        ["journal_next"] ==> Is_true;
        ok ["truncate"; file];
        fails "EIO" ["journal_get"];
        ok ["journal_close"];
        ok ["journal_open"; "/var/log/journal"];
        ["journal_next"] ==> Is_false ]) ] };

  { defaults with
    name = "journal_get_data_threshold";
    where = Daemon 409;
    added = (1, 23, 11);
    ret = RInt64 "threshold";
    optional_group = journal;
    summary = "the length at which values of the journal are cut";
    doc = {|
Return what C<guestfs_journal_set_data_threshold> has set, or what is usual,
64 KiB.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["journal_get_data_threshold"] ==> Is_int 65536 ]) ] };

  { defaults with
    name = "journal_get_realtime_usec";
    where = Daemon 420;
    added = (1, 27, 18);
    ret = RInt64 "usec";
    optional_group = journal;
    summary = "the time of the entry where the journal stands";
    doc = {|
Return when the entry was written, by the clock of the guest, in microseconds
since the beginning of 1970 in UTC.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["journal_next"] ==> Is_true;
        ["journal_get_realtime_usec"] ==> Is_int 1700000000000000 ]);
      test ~needs Filesystem (opened @ [
        fails "EINVAL" ["journal_get_realtime_usec"];
        ["journal_skip"; "4"] ==> Is_int 4;
        ["journal_get_realtime_usec"] ==> Is_int 1700000003000003 ]) ] };

  { defaults with
    name = "journal_next";
    where = Daemon 406;
    added = (1, 23, 11);
    ret = RBool "more";
    optional_group = journal;
    summary = "go to the next entry of the journal";
    doc = {|
Go to the next entry, which is the first one after C<guestfs_journal_open>.
False is returned when there is none.  Entries are in the order of time, from
whatever file of the journal they come.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["journal_next"] ==> Is_true;
        ["journal_next"] ==> Is_true;
        ["journal_get"] ==> C_expr (has_field "MESSAGE" "second entry");
        ["journal_next"] ==> Is_true;
        ["journal_next"] ==> Is_true;
        ["journal_next"] ==> Is_false ]);
      test ~needs Filesystem [
        fails "EINVAL" ["journal_next"] ] ] };

  { defaults with
    name = "journal_open";
    where = Daemon 404;
    added = (1, 23, 11);
    ret = RErr;
    args = [ String (Pathname, "directory") ];
    optional_group = journal;
    summary = "open the systemd journal in a directory";
    doc = {|
Open the journal whose files are in C<directory> or in directories below it
that are named after a machine, usually F</var/log/journal>.  One that was
open is closed: a handle has one open at a time.

The journal then stands before its first entry.  This goes through all of it
in guestfish:

 journal-open /var/log/journal
 journal-next
 journal-get

Files there that cannot be read as a journal are left out; a directory without
any is an empty journal.|};
    tests = [
      example ~needs Filesystem (unpacked @ [
        ok ["journal_open"; "/var/log/journal"];
        ["journal_next"] ==> Is_true ]);
      test ~needs Filesystem (unpacked @ [
        ok ["mkdir"; "/d"];
        ok ["ln_s"; file; "/d/link.journal"];
        ok ["write"; "/d/text.journal"; "not a journal"];
        ok ["ln_s"; "/var/log/journal"; "/j"];
        ok ["journal_open"; "/d"];
        ["journal_skip"; "100"] ==> Is_int 4;
        ok ["journal_open"; "/j"];
        ["journal_skip"; "100"] ==> Is_int 4;
        fails "ENOENT" ["journal_open"; "/none"];
        fails "ENOTDIR" ["journal_open"; file];
        fails "EINVAL" ["journal_next"];
        ok ["mkdir"; "/empty"];
        ok ["journal_open"; "/empty"];
        ["journal_next"] ==> Is_false ]);
      (* A bus error between calls is not for the journal. *)
      test ~needs Filesystem (unpacked @ [
        ok ["debug"; "sh"; "grep SigCgt /proc/$PPID/status > /tmp/signals"];
        ok ["journal_open"; "/var/log/journal"];
        ["journal_next"] ==> Is_true;
        ok ["debug"; "sh"; "grep SigCgt /proc/$PPID/status | \
                            cmp - /tmp/signals"] ]);
      (* A directory of the appliance, not of the guest. *)
      test ~needs Filesystem [
        fails "ENOENT" ["journal_open"; "/usr"] ] ] };

  { defaults with
    name = "journal_set_data_threshold";
    where = Daemon 410;
    added = (1, 23, 11);
    ret = RErr;
    args = [ Int64 "threshold" ];
    optional_group = journal;
    summary = "set the length at which values of the journal are cut";
    doc = {|
Say that nobody wants to see more of a value than C<threshold> bytes, name and
C<=> included; 0 means that all is wanted.  It is a hint: values that are
stored compressed may be cut there, others never are.  It is set anew by each
C<guestfs_journal_open>.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ok ["journal_set_data_threshold"; "0"];
        ["journal_skip"; "3"] ==> Is_int 3;
        ["journal_get"] ==> C_expr (length_of_field "LONG" "== 1000000") ]);
      test ~needs Filesystem (opened @ [
        ok ["journal_set_data_threshold"; "1000"];
        ["journal_get_data_threshold"] ==> Is_int 1000;
        ["journal_skip"; "3"] ==> Is_int 3;
        ["journal_get"] ==> C_expr (length_of_field "LONG" ">= 995");
        fails "EINVAL" ["journal_set_data_threshold"; "-1"] ]) ] };

  { defaults with
    name = "journal_skip";
    where = Daemon 407;
    added = (1, 23, 11);
    ret = RInt64 "rskip";
    args = [ Int64 "skip" ];
    optional_group = journal;
    summary = "go some entries forwards or backwards in the journal";
    doc = {|
Go C<skip> entries forwards or, if it is negative, backwards, and return how
many it was, which is never negative.  If that is less than was asked for,
the end or the beginning of the journal has been reached.|};
    tests = [
      example ~needs Filesystem (opened @ [
        ["journal_skip"; "3"] ==> Is_int 3;
        ["journal_skip"; "-1"] ==> Is_int 1;
        ["journal_get"] ==> C_expr (has_field "MESSAGE" "second entry");
        ["journal_skip"; "10"] ==> Is_int 2 ]);
      test ~needs Filesystem (opened @ [
        ["journal_skip"; "0"] ==> Is_int 0;
        fails "EINVAL" ["journal_skip"; "5000000000"];
        fails "EINVAL" ["journal_skip"; "-9223372036854775808"] ]) ] };
]
