(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Watching files of the guest while they change. *)

open Types
open Testing

let inotify = Some "inotify"
let needs = ["inotify"]

(* 256 is IN_CREATE, 512 IN_DELETE. *)
let watched mask = [
  ok ["mkdir"; "/d"];
  ok ["inotify_init"; "0"];
  ok ["inotify_add_watch"; "/d"; mask] ]

let actions = [
  { defaults with
    name = "inotify_add_watch";
    where = Daemon 180;
    added = (1, 0, 66);
    ret = RInt64 "wd";
    args = [ String (Pathname, "path");
             Int "mask" ];
    optional_group = inotify;
    summary = "watch a file or directory";
    doc = {|
Watch C<path> for the events in C<mask>, which is the sum of the numbers in
F<E<lt>sys/inotify.hE<gt>>: for example 2 for changes, 256 for files created
and 512 for files deleted in a directory.  Only the directory itself is
watched, not those below it.

The result is the number of the watch, which is in the events it causes.
Watching the same file again changes its mask and gives the same number.
A symbolic link is followed, inside the guest, unless the mask has
C<IN_DONT_FOLLOW>.|};
    tests = [
      example ~needs Filesystem [
        ok ["mkdir"; "/d"];
        ok ["inotify_init"; "0"];
        ["inotify_add_watch"; "/d"; "256"] ==> Is_int 1;
        ok ["touch"; "/d/new"];
        ["inotify_files"] ==> Is_list ["new"];
        ok ["inotify_close"] ];
      test ~needs Filesystem [
        fails "EINVAL" ["inotify_add_watch"; "/"; "256"];
        ok ["inotify_init"; "0"];
        fails "ENOENT" ["inotify_add_watch"; "/none"; "256"];
        fails "EINVAL" ["inotify_add_watch"; "/"; "0"];
        ok ["ln_s"; "/proc/version"; "/link"];
        fails "ENOENT" ["inotify_add_watch"; "/link"; "1"] ] ] };

  { defaults with
    name = "inotify_close";
    where = Daemon 184;
    added = (1, 0, 66);
    ret = RErr;
    optional_group = inotify;
    summary = "stop watching";
    doc = {|
Remove all watches and forget the events that were not read.  Without
C<guestfs_inotify_init> before it the errno is C<EINVAL>.|};
    tests = [
      example ~needs Filesystem (watched "256" @ [
        ok ["inotify_close"];
        fails "EINVAL" ["inotify_read"];
        fails "EINVAL" ["inotify_close"] ]) ] };

  { defaults with
    name = "inotify_files";
    where = Daemon 183;
    added = (1, 0, 66);
    ret = RStringList (RPlainString, "paths");
    optional_group = inotify;
    summary = "names of the files that events have happened to";
    doc = {|
Read the events that wait, as C<guestfs_inotify_read> does, and return only
the names in them, sorted by byte value and each once.  They are names in the
directory that is watched.  Events of what is watched itself have no name and
are left out.|};
    tests = [
      example ~needs Filesystem (watched "768" @ [
        ok ["touch"; "/d/b"];
        ok ["touch"; "/d/a"];
        ok ["rm"; "/d/b"];
        ["inotify_files"] ==> Is_list ["a"; "b"];
        ["inotify_files"] ==> Is_empty ]) ] };

  { defaults with
    name = "inotify_init";
    where = Daemon 179;
    added = (1, 0, 66);
    ret = RErr;
    args = [ Int "maxevents" ];
    optional_group = inotify;
    summary = "begin to watch files";
    doc = {|
Make a queue for the events of C<guestfs_inotify_add_watch>.  There is one for
each handle: one that was there before goes, with its watches.

At most C<maxevents> events are kept in the queue, or as many as the kernel
usually keeps if that is 0.  What does not fit is lost; then the last event
has the bit 16384 (C<IN_Q_OVERFLOW>) in its mask.  Events are only those of
what is done through this handle.|};
    tests = [
      example ~needs Filesystem (watched "256" @ [
        ok ["touch"; "/d/new"];
        ["inotify_files"] ==> Is_list ["new"] ]);
      test ~needs Filesystem [
        fails "EINVAL" ["inotify_init"; "-1"];
        ok ["mkdir"; "/d"];
        ok ["inotify_init"; "2"];
        (* It is for this queue only. *)
        ["debug"; "sh"; "cat /proc/sys/fs/inotify/max_queued_events"] ==>
          Is "16384\n";
        ok ["inotify_add_watch"; "/d"; "256"];
        ok ["touch"; "/d/a"];
        ok ["touch"; "/d/b"];
        ok ["touch"; "/d/c"];
        ["inotify_read"] ==>
          C_expr "ret->len == 3 && ret->val[2].in_mask == 16384";
        ok ["inotify_init"; "0"];
        ok ["touch"; "/d/d"];
        ["inotify_read"] ==> Has_length 0;
        ok ["inotify_add_watch"; "/d"; "256"];
        ok ["fill_dir"; "/d"; "10"];
        ["inotify_files"] ==> Has_length 10 ];
      (* When there can be no new queue, the old one is still there. *)
      test ~needs Filesystem (watched "256" @ [
        ok ["debug"; "sh";
            "echo 0 > /proc/sys/fs/inotify/max_user_instances"];
        fails "EMFILE" ["inotify_init"; "0"];
        ok ["debug"; "sh";
            "echo 128 > /proc/sys/fs/inotify/max_user_instances"];
        ok ["touch"; "/d/new"];
        ["inotify_files"] ==> Is_list ["new"] ]) ] };

  { defaults with
    name = "inotify_read";
    where = Daemon 182;
    added = (1, 0, 66);
    ret = RStructList ("events", "inotify_event");
    optional_group = inotify;
    summary = "the events that have happened";
    doc = {|
Return the events that wait in the queue, oldest first, and take them out of
it.  It does not wait for events: the list may be empty.  When there are very
many it returns some of them; call it again until the list is empty.

C<in_wd> is the number of the watch and C<in_mask> says what happened.
C<in_cookie> is the same number in the two events of a file that was renamed,
else 0.  C<in_name> is the name in a directory that is watched, else empty.|};
    tests = [
      example ~needs Filesystem (watched "256" @ [
        ok ["touch"; "/d/new"];
        ["inotify_read"] ==>
          C_expr "ret->len == 1 && ret->val[0].in_mask == 256 && \
                  strcmp (ret->val[0].in_name, \"new\") == 0";
        ["inotify_read"] ==> Has_length 0 ]);
      test ~needs Filesystem (watched "192" @ [
        ok ["touch"; "/d/a"];
        ok ["mv"; "/d/a"; "/d/b"];
        ["inotify_read"] ==>
          C_expr "ret->len == 2 && ret->val[0].in_cookie != 0 && \
                  ret->val[0].in_cookie == ret->val[1].in_cookie" ]) ] };

  { defaults with
    name = "inotify_rm_watch";
    where = Daemon 181;
    added = (1, 0, 66);
    ret = RErr;
    args = [ Int "wd" ];
    optional_group = inotify;
    summary = "stop watching one file or directory";
    doc = {|
Remove the watch C<wd>, a number that C<guestfs_inotify_add_watch> gave.  One
last event with the bit 32768 (C<IN_IGNORED>) tells of it.|};
    tests = [
      example ~needs Filesystem (watched "256" @ [
        ok ["inotify_rm_watch"; "1"];
        ok ["touch"; "/d/new"];
        ["inotify_files"] ==> Is_empty ]);
      test ~needs Filesystem (watched "256" @ [
        fails "EINVAL" ["inotify_rm_watch"; "99"] ]) ] };
]
