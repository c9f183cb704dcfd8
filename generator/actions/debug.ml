(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Looking into the daemon and the appliance. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "debug";
    where = Daemon 76;
    added = (1, 0, 11);
    ret = RString (RPlainString, "result");
    args = [ String (PlainString, "subcmd");
             StringList (PlainString, "extraargs") ];
    visibility = VDebug;
    summary = "look into the appliance";
    doc = {|
Run one of the subcommands for people who debug this library.  The subcommand
C<help> lists them.  They may change at any time.|};
    tests = [
      test Blank [
        ["debug"; "help"; ""] ==> Matches "segv";
        ["debug"; "ls"; "/"] ==> Matches "sysroot";
        ["debug"; "ll"; "/proc/version"] ==> Matches "version";
        ["debug"; "stat"; "/proc /proc/version"]
        ==> Matches "^/proc 040555 0:0 0, .*\n/proc/version 0100444 0:0 0, ";
        fails "ENOENT" ["debug"; "stat"; "/none"];
        ["debug"; "env"; ""] ==> Matches "PATH=";
        ["debug"; "fds"; ""] ==> Matches "0 /";
        ["debug"; "mounts"; ""] ==> Matches "/sysroot" ];
      test Blank [
        ["debug"; "sh"; "echo $((6*7))"] ==> Is "42\n";
        ["debug"; "print"; "some words"] ==> Is "ok";
        ["debug"; "spew"; "5000000"] ==> C_expr "strlen (ret) == 5000000";
        ["debug"; "progress"; "1 200000"] ==> Is "ok";
        ["debug"; "qtrace"; "/dev/sda on"] ==> Is "ok";
        fails "ENOENT" ["debug"; "error"; "2 message"];
        fails "EINVAL" ["debug"; "spew"; "9223372036854775807"];
        fails "EINVAL" ["debug"; "none"; ""] ] ] };
]
