(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Starting the appliance, ending it, and the state of the handle. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "config";
    where = Library;
    added = (0, 0, 3);
    ret = RErr;
    args = [ String (PlainString, "hvparam");
             OptString "hvvalue" ];
    config_only = true;
    blocking = false;
    summary = "add a parameter to the command line of QEMU";
    doc = {|Adds C<hvparam>, which must begin with a dash, and C<hvvalue>
unless it is NULL, to the end of QEMU's command line. Parameters that the
library itself depends on, such as C<-kernel> and C<-display>, are refused.

What else is on the command line changes from version to version, so whatever
is added this way may stop to work.|};
    tests = [
      test Blank
        [ ok ["config"; "-name"; "somebody"];
          fails "EINVAL" ["config"; "-kernel"; "/vmlinuz"];
          fails "EINVAL" ["config"; "name"; "somebody"] ];
    ] };

  { defaults with
    name = "get_pid";
    where = Library;
    added = (1, 0, 56);
    ret = RInt "pid";
    blocking = false;
    fish_alias = [ "pid" ];
    summary = "process number of QEMU";
    doc = {|Returns the process number of the QEMU that runs the appliance.
It is an error if there is none, and with the libvirt backend (C<ENOTSUP>).

This is for debugging and tests: the library looks after the process.|};
    tests = [
      test Blank [ ["get_pid"] ==> At_least 2 ];
    ] };

  { defaults with
    name = "get_state";
    where = Library;
    added = (1, 0, 2);
    ret = RInt "state";
    visibility = VStateTest;
    blocking = false;
    summary = "state of the handle as a number";
    doc = {|Returns the state of the handle as a number that has no fixed
meaning. Only for debugging: use C<guestfs_is_config> and the like.|};
    tests = [
      test Blank [ ["get_state"] ==> At_least 1 ];
    ] };

  { defaults with
    name = "internal_autosync";
    where = Daemon 282;
    added = (1, 9, 7);
    ret = RErr;
    visibility = VInternal;
    summary = "write everything before the appliance ends";
    doc = {|Unmounts all file systems and waits until all data has reached the
disks. The library calls this from C<guestfs_shutdown> and C<guestfs_close>
unless autosync is off.|};
    tests = [] };

  { defaults with
    name = "internal_exit";
    where = Daemon 414;
    added = (1, 23, 30);
    ret = RErr;
    visibility = VDebug;
    cancellable = true;
    summary = "make the daemon exit";
    doc = {|Ends the daemon at once, without an answer, to test how programs
take the loss of the appliance.|};
    tests = [] };

  { defaults with
    name = "internal_get_console_socket";
    where = Library;
    added = (1, 37, 1);
    ret = RInt "fd";
    visibility = VInternal;
    summary = "descriptor of the appliance's console";
    doc = {|Returns the descriptor that is connected to the serial console of
the appliance, for a rescue shell. It belongs to the handle: do not close
it.|};
    tests = [] };

  { defaults with
    name = "is_busy";
    where = Library;
    added = (1, 0, 2);
    ret = RBool "busy";
    visibility = VStateTest;
    blocking = false;
    summary = "test if the handle is busy";
    doc = {|Always returns false: a handle that runs a call is locked, so
nobody could see it busy. Kept for old programs.|};
    tests = [
      test Blank [ ["is_busy"] ==> Is_false ];
    ] };

  { defaults with
    name = "is_config";
    where = Library;
    added = (1, 0, 2);
    ret = RBool "config";
    blocking = false;
    summary = "test if the appliance has not been launched";
    doc = {|Returns true if the handle can be configured: C<guestfs_launch> has
not been called yet, has failed, or the appliance has ended.|};
    tests = [
      test Blank [ ["is_config"] ==> Is_false ];
    ] };

  { defaults with
    name = "is_launching";
    where = Library;
    added = (1, 0, 2);
    ret = RBool "launching";
    visibility = VStateTest;
    blocking = false;
    summary = "test if the appliance is being launched";
    doc = {|Returns true while C<guestfs_launch> is running; only callbacks of
events can see that.|};
    tests = [
      test Blank [ ["is_launching"] ==> Is_false ];
    ] };

  { defaults with
    name = "is_ready";
    where = Library;
    added = (1, 0, 2);
    ret = RBool "ready";
    visibility = VStateTest;
    blocking = false;
    summary = "test if the appliance is running";
    doc = {|Returns true after a successful C<guestfs_launch>, until the
appliance ends.|};
    tests = [
      test Blank [ ["is_ready"] ==> Is_true ];
    ] };

  { defaults with
    name = "kill_subprocess";
    where = Library;
    added = (0, 0, 3);
    ret = RErr;
    deprecated = Replaced_by "shutdown";
    summary = "end the appliance";
    doc = {|Does the same as C<guestfs_shutdown>. In spite of its name it is
no rougher.|};
    tests = [
      test Blank
        [ ok ["add_drive_scratch"; "1048576"];
          ok ["launch"];
          ok ["kill_subprocess"];
          ["is_config"] ==> Is_true;
          (["get_pid"], Fails);
          fails "EINVAL" ["ping_daemon"] ];
    ] };

  { defaults with
    name = "launch";
    where = Library;
    added = (0, 0, 3);
    ret = RErr;
    progress = true;
    config_only = true;
    fish_alias = [ "run" ];
    summary = "start the appliance";
    doc = {|Starts the appliance with the drives that were added, and returns
when it is ready. All actions on disks and file systems come after this.

If it fails the error says why in one line; the drives stay added, so that
C<guestfs_launch> can be called again once the cause is gone.
L<libguestfs-test-tool(1)> helps to find it.

A launch that takes more than five seconds sends progress events; when it is
complete there is an event C<GUESTFS_EVENT_LAUNCH_DONE>.

KVM is used if it works. If it does not, the appliance is emulated, which is
slower; the backend settings C<force_kvm> and C<force_tcg> decide it.|};
    tests = [
      test Blank
        [ ok ["add_drive_scratch"; "1048576"];
          ["is_config"] ==> Is_true;
          ok ["launch"];
          ["is_ready"] ==> Is_true;
          ["list_devices"] ==> Is_list ["/dev/sda"];
          (["launch"], Fails) ];
    ] };

  { defaults with
    name = "max_disks";
    where = Library;
    added = (1, 19, 7);
    ret = RInt "disks";
    blocking = false;
    summary = "how many drives a handle can have";
    doc = {|Returns how many drives can be added to one handle with the current
backend.|};
    tests = [
      test Blank [ ["max_disks"] ==> Is_int 255 ];
    ] };

  { defaults with
    name = "shutdown";
    where = Library;
    added = (1, 19, 16);
    ret = RErr;
    summary = "end the appliance";
    doc = {|Unmounts everything, waits until all data is on the disks (unless
autosync is off), ends the appliance and forgets its drives. It does nothing
if the appliance is not running.

Call this before C<guestfs_close> if you have written to a drive, and look at
the result: an error here means that data may not have reached the disk,
because its file system was full for instance. C<guestfs_close> does the same
but cannot tell.

The handle can be configured and launched again afterwards.|};
    tests = [
      test Blank
        [ ok ["shutdown"];
          ok ["add_drive_scratch"; "1048576"];
          ok ["launch"];
          ["get_pid"] ==> At_least 2;
          ok ["shutdown"];
          ["is_config"] ==> Is_true;
          (["get_pid"], Fails);
          ["debug_drives"] ==> Is_empty ];
    ] };

  { defaults with
    name = "user_cancel";
    where = Library;
    added = (1, 11, 18);
    ret = RErr;
    blocking = false;
    wrapper = false;
    summary = "cancel the transfer that is going on";
    doc = {|Cancels the upload, download or other long action that the handle is
doing; that action then returns an error with errno C<EINTR>. Not every action
can be cancelled: the description of each that can says so. Any other goes on,
whether its request is still being sent or the appliance is at it, and returns
what it would have returned; the cancelling is then forgotten. When a drive is
on a server, any action that has not ended 20 seconds later is ended together
with the appliance: see L<guestfs(3)/REMOTE STORAGE>.

This may be called from another thread, from a signal handler, and from
callbacks of events. It returns at once. If nothing is going on it does
nothing.|};
    tests = [
      test Blank [ ok ["user_cancel"]; ok ["ping_daemon"] ];
    ] };

  { defaults with
    name = "wait_ready";
    where = Library;
    added = (0, 0, 3);
    ret = RErr;
    visibility = VStateTest;
    blocking = false;
    summary = "wait until the appliance is ready";
    doc = {|Does nothing after C<guestfs_launch> and fails before it. In very
old versions launching only began the work and this waited for its end.|};
    tests = [
      test Blank [ ok ["wait_ready"] ];
    ] };
]
