(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Programs of the guest, run inside the guest. *)

open Types
open Testing

(* An empty file system has nothing to run: it gets the shell of the
   appliance, with the libraries that this needs. *)
let give_shell =
  ok ["debug"; "sh";
      "for f in $(LD_TRACE_LOADED_OBJECTS=1 /bin/dash); do case $f in /*) \
       mkdir -p /sysroot${f%/*} && cp -L $f /sysroot$f;; esac; done; \
       mkdir -p /sysroot/bin && cp -L /bin/dash /sysroot/bin/sh"]

let test_with_shell steps = test Filesystem (give_shell :: steps)

(* The manual shows what is of interest. *)
let example_with_shell steps = example Filesystem (give_shell :: steps)

let actions = [
  { defaults with
    name = "command";
    where = Daemon 50;
    added = (1, 9, 1);
    ret = RString (RPlainString, "output");
    args = [ StringList (PlainString, "arguments") ];
    also_cancellable = true;
    summary = "run a program of the guest";
    doc = {|
Run a program from the file system of the guest and return what it writes to
its standard output.  C<arguments> are the name of the program, which is
looked for in the usual directories, and its arguments.  No shell is involved:
see C<guestfs_sh>.

The program runs as root under the kernel of the appliance, with the guest's
file system as its root.  Its standard input is empty.  Its environment has
only C<PATH>, C<HOME>, C<LC_ALL=C> and C<TERM>.  It must be for the processor
of the appliance.

While it runs F</proc> and F</sys> are there, and F</dev> has the usual nodes
(F</dev/null>, F</dev/urandom> …), the drives that were added and what was made
of them, for programs such as boot loader installers.  There is a network, and
an F</etc/resolv.conf> that works, only if C<guestfs_set_network> was called
before launch.  All this is gone afterwards, and so is whatever the program
itself has mounted or left running in the background.

If it ends with a status other than 0 the call fails, and the error message
holds what the program wrote to standard error, and the status.  Output that
takes more than a fifth of the appliance's memory is an error, too: see
C<guestfs_command_out> and C<guestfs_set_memsize>.

Remember that programs of an untrusted guest are untrusted code.  They run in
the appliance only, but whatever was mounted is theirs.|};
    tests = [
      example_with_shell [
        ["command"; "/bin/sh -c 'echo hello; echo ignored >&2'"] ==>
          Is "hello\n" ];
      test_with_shell [
        ["command"; "sh -c pwd"] ==> Is "/\n";
        ["command"; "/bin/sh -c 'echo reason >&2; exit 3'"] ==> Fails;
        fails "ENOENT" ["command"; "/bin/none"];
        fails "EINVAL" ["command"; ""] ];
      test_with_shell [
        ok ["mkdir"; "/dev"];
        ok ["command"; "/bin/sh -c 'echo x > /dev/null'"];
        ["ls"; "/dev"] ==> Is_empty ];
      test Blank [ ["command"; "/bin/true"] ==> Fails ] ] };

  { defaults with
    name = "command_lines";
    where = Daemon 51;
    added = (1, 9, 1);
    ret = RStringList (RPlainString, "lines");
    args = [ StringList (PlainString, "arguments") ];
    also_cancellable = true;
    summary = "run a program of the guest, giving lines";
    doc = {|
This is C<guestfs_command>, with the output as a list of lines.|};
    tests = [
      example_with_shell [
        ["command_lines"; "/bin/sh -c 'echo one; echo; echo two'"] ==>
          Is_list ["one"; ""; "two"] ];
      test_with_shell [
        ["command_lines"; "/bin/sh -c true"] ==> Is_empty;
        ["command_lines"; "/bin/sh -c false"] ==> Fails ] ] };

  { defaults with
    name = "command_out";
    where = Daemon 516;
    added = (1, 55, 6);
    ret = RErr;
    args = [ StringList (PlainString, "arguments");
             String (FileOut, "output") ];
    cancellable = true;
    progress = true;
    summary = "run a program of the guest, output to a local file";
    doc = {|
This is C<guestfs_command>, but the output is written to the local file
C<output> while the program runs, and there is no limit to its size.|};
    tests = [
      example_with_shell [
        ok ["command_out"; "/bin/sh -c 'echo hello'"; "@tmp/output"];
        ok ["upload"; "@tmp/output"; "/output"];
        ["cat"; "/output"] ==> Is "hello\n" ];
      test_with_shell [
        ["command_out"; "/bin/sh -c 'exit 1'"; "@tmp/output"] ==> Fails;
        fails "ENOENT" ["command_out"; "/bin/none"; "@tmp/output"] ] ] };

  { defaults with
    name = "sh";
    where = Daemon 111;
    added = (1, 0, 50);
    ret = RString (RPlainString, "output");
    args = [ String (PlainString, "command") ];
    also_cancellable = true;
    summary = "run a command of the guest's shell";
    doc = {|
Run C<command> by F</bin/sh> of the guest and return what it writes to its
standard output.  Everything else is as for C<guestfs_command>.

Wildcards, pipes and variables work as in any shell.  Mind that file names put
into the command must be quoted for the shell.|};
    tests = [
      example_with_shell [
        ["sh"; "for i in 1 2; do echo $i; done"] ==> Is "1\n2\n" ];
      test_with_shell [
        ["sh"; "echo /b*"] ==> Is "/bin\n";
        ["sh"; "exit 5"] ==> Fails ] ] };

  { defaults with
    name = "sh_lines";
    where = Daemon 112;
    added = (1, 0, 50);
    ret = RStringList (RPlainString, "lines");
    args = [ String (PlainString, "command") ];
    also_cancellable = true;
    summary = "run a command of the guest's shell, giving lines";
    doc = {|
This is C<guestfs_sh>, with the output as a list of lines.|};
    tests = [
      example_with_shell [
        ["sh_lines"; "for i in 1 2; do echo $i; done"] ==> Is_list ["1"; "2"] ];
      test_with_shell [ ["sh_lines"; "exit 5"] ==> Fails ] ] };

  { defaults with
    name = "sh_out";
    where = Daemon 517;
    added = (1, 55, 6);
    ret = RErr;
    args = [ String (PlainString, "command");
             String (FileOut, "output") ];
    summary = "run a command of the guest's shell, output to a local file";
    doc = {|
This is C<guestfs_sh>, but the output is written to the local file C<output>
while the command runs, and there is no limit to its size.|};
    tests = [
      example_with_shell [
        ok ["sh_out"; "echo /b*"; "@tmp/output"];
        ok ["upload"; "@tmp/output"; "/output"];
        ["cat"; "/output"] ==> Is "/bin\n" ];
      test_with_shell [ ["sh_out"; "exit 5"; "@tmp/output"] ==> Fails ] ] };
]
