(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Settings of the handle, the environment they come from, and the version. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "c_pointer";
    where = Library;
    added = (1, 29, 17);
    ret = RInt64 "ptr";
    fish_output = Hexadecimal;
    summary = "get the address of the handle in C";
    doc = {|
Returns the C pointer of the handle as a number. With it a program that
uses libguestfs through a language binding can hand its handle to a C library
in the same process. The pointer is good until the handle is closed.|};
    tests = [
      test Blank
        [ ["c_pointer"] ==> C_expr "ret == (int64_t) (intptr_t) g" ];
    ] };

  { defaults with
    name = "clear_backend_setting";
    where = Library;
    added = (1, 27, 2);
    ret = RInt "count";
    args = [ String (PlainString, "name") ];
    config_only = true;
    blocking = false;
    summary = "remove a setting of the backend";
    doc = {|
Removes every backend setting called C<name>, with or without a value.
Returns how many there were: 0 is not an error.

See C<guestfs_set_backend_settings>.|};
    tests = [
      example Blank
        [ ok ["set_backend_settings"; "a=1 b a=2 ab=3"];
          ["clear_backend_setting"; "a"] ==> Is_int 2;
          ["get_backend_settings"] ==> Is_list ["b"; "ab=3"];
          ["clear_backend_setting"; "a"] ==> Is_int 0 ];
    ] };

  { defaults with
    name = "get_append";
    where = Library;
    added = (1, 0, 26);
    ret = RConstOptString "append";
    blocking = false;
    summary = "get the extra options of the appliance kernel";
    doc = {|
Returns what C<guestfs_set_append> or the environment variable
C<LIBGUESTFS_APPEND> has set, or NULL if nothing is added to the kernel's
command line.|};
    tests = [
      test Blank
        [ ok ["get_append"] ];
    ] };

  { defaults with
    name = "get_attach_method";
    where = Library;
    added = (1, 9, 8);
    ret = RString (RPlainString, "backend");
    deprecated = Replaced_by "get_backend";
    blocking = false;
    summary = "get the backend";
    doc = {|
Does what C<guestfs_get_backend> does, except that the direct backend has its
former name C<appliance> here.|};
    tests = [
      test Blank
        [ ["get_attach_method"] ==> Matches "^(appliance|libvirt.*)$" ];
    ] };

  { defaults with
    name = "get_autosync";
    where = Library;
    added = (0, 0, 3);
    ret = RBool "autosync";
    blocking = false;
    summary = "test if file systems are synchronised when the handle is closed";
    doc = {|
Returns whether autosync is on. See C<guestfs_set_autosync>.|};
    tests = [
      example Blank
        [ ok ["set_autosync"; "false"];
          ["get_autosync"] ==> Is_false;
          ok ["set_autosync"; "true"];
          ["get_autosync"] ==> Is_true ];
    ] };

  { defaults with
    name = "get_backend";
    where = Library;
    added = (1, 21, 26);
    ret = RString (RPlainString, "backend");
    blocking = false;
    summary = "get the backend";
    doc = {|
Returns which backend starts the appliance: C<direct>, C<libvirt> or
C<libvirt:URI>. See C<guestfs_set_backend>.|};
    tests = [
      example Blank
        [ ["get_backend"] ==> Matches "^(direct|libvirt.*)$" ];
    ] };

  { defaults with
    name = "get_backend_setting";
    where = Library;
    added = (1, 27, 2);
    ret = RString (RPlainString, "val");
    args = [ String (PlainString, "name") ];
    blocking = false;
    summary = "get one setting of the backend";
    doc = {|
Returns the value of the backend setting C<name>: what stands behind the
equals sign, or C<1> if the setting is a bare name.

If there is no such setting this is an error, and C<guestfs_last_errno>
gives C<ESRCH>.

See C<guestfs_set_backend_settings>.|};
    tests = [
      example Blank
        [ ok ["set_backend_settings"; "force_tcg network=user"];
          ["get_backend_setting"; "force_tcg"] ==> Is "1";
          ["get_backend_setting"; "network"] ==> Is "user" ];
      test Blank
        [ fails "ESRCH" ["get_backend_setting"; "no_such_setting"] ];
    ] };

  { defaults with
    name = "get_backend_settings";
    where = Library;
    added = (1, 25, 24);
    ret = RStringList (RPlainString, "settings");
    blocking = false;
    summary = "list the settings of the backend";
    doc = {|
Returns the backend settings as they are, each C<name=value> or a bare
C<name>. See C<guestfs_set_backend_settings>.|};
    tests = [
      test Blank
        [ ok ["get_backend_settings"] ];
    ] };

  { defaults with
    name = "get_cachedir";
    where = Library;
    added = (1, 19, 58);
    ret = RString (RPlainString, "cachedir");
    blocking = false;
    summary = "get the directory of the cache";
    doc = {|
Returns the directory below which the appliance and other files that outlive
the handle are cached, in a private directory for each user. See
C<guestfs_set_cachedir>.|};
    tests = [
      test Blank
        [ ["get_cachedir"] ==> Matches "^/" ];
    ] };

  { defaults with
    name = "get_direct";
    where = Library;
    added = (1, 0, 72);
    ret = RBool "direct";
    deprecated = Replaced_by "internal_get_console_socket";
    blocking = false;
    summary = "test if direct mode is on";
    doc = {|
Returns what C<guestfs_set_direct> has set.|};
    tests = [
      test Blank
        [ ["get_direct"] ==> Is_false ];
    ] };

  { defaults with
    name = "get_hv";
    where = Library;
    added = (1, 23, 17);
    ret = RString (RPlainString, "hv");
    blocking = false;
    summary = "get the QEMU binary";
    doc = {|
Returns the hypervisor that is, or is going to be, run: what
C<guestfs_set_hv>, C<LIBGUESTFS_HV> or C<LIBGUESTFS_QEMU> has set, otherwise
the QEMU for this architecture that was found.|};
    tests = [
      test Blank
        [ ["get_hv"] ==> Matches "." ];
    ] };

  { defaults with
    name = "get_identifier";
    where = Library;
    added = (1, 31, 14);
    ret = RConstString "identifier";
    blocking = false;
    summary = "get the identifier of the handle";
    doc = {|
Returns what C<guestfs_set_identifier> has set, or the empty string.|};
    tests = [
      test Blank
        [ ok ["set_identifier"; "one-handle_1"];
          ["get_identifier"] ==> Is "one-handle_1";
          ok ["set_identifier"; ""];
          ["get_identifier"] ==> Is "" ];
    ] };

  { defaults with
    name = "get_memsize";
    where = Library;
    added = (1, 0, 55);
    ret = RInt "memsize";
    blocking = false;
    summary = "get the memory size of the appliance";
    doc = {|
Returns how much memory, in MiB, the appliance gets. See
C<guestfs_set_memsize>.|};
    tests = [
      example Blank
        [ ["get_memsize"] ==> At_least 256 ];
    ] };

  { defaults with
    name = "get_network";
    where = Library;
    added = (1, 5, 4);
    ret = RBool "network";
    blocking = false;
    summary = "test if the appliance has a network";
    doc = {|
Returns what C<guestfs_set_network> has set.|};
    tests = [
      test Blank
        [ ok ["get_network"] ];
    ] };

  { defaults with
    name = "get_path";
    where = Library;
    added = (0, 0, 3);
    ret = RConstString "path";
    blocking = false;
    summary = "get the search path of the appliance";
    doc = {|
Returns the directories, separated by colons, where the appliance is looked
for. See C<guestfs_set_path>.|};
    tests = [
      test Blank
        [ ["get_path"] ==> Matches "." ];
    ] };

  { defaults with
    name = "get_pgroup";
    where = Library;
    added = (1, 11, 18);
    ret = RBool "pgroup";
    blocking = false;
    summary = "test if QEMU gets a process group of its own";
    doc = {|
Returns what C<guestfs_set_pgroup> has set.|};
    tests = [
      test Blank
        [ ok ["get_pgroup"] ];
    ] };

  { defaults with
    name = "get_program";
    where = Library;
    added = (1, 21, 29);
    ret = RConstString "program";
    blocking = false;
    summary = "get the name of the program";
    doc = {|
Returns the name of the program that uses the handle. See
C<guestfs_set_program>.|};
    tests = [
      test Blank
        [ ["get_program"] ==> Matches "." ];
    ] };

  { defaults with
    name = "get_qemu";
    where = Library;
    added = (1, 0, 6);
    ret = RConstString "hv";
    deprecated = Replaced_by "get_hv";
    blocking = false;
    summary = "get the QEMU binary";
    doc = {|
Does what C<guestfs_get_hv> does. The string belongs to the handle.|};
    tests = [
      test Blank
        [ ["get_qemu"] ==> Matches "." ];
    ] };

  { defaults with
    name = "get_recovery_proc";
    where = Library;
    added = (1, 0, 77);
    ret = RBool "recoveryproc";
    blocking = false;
    summary = "test if QEMU ends with the program";
    doc = {|
Returns what C<guestfs_set_recovery_proc> has set.|};
    tests = [
      test Blank
        [ ok ["get_recovery_proc"] ];
    ] };

  { defaults with
    name = "get_selinux";
    where = Library;
    added = (1, 0, 67);
    ret = RBool "selinux";
    deprecated = Replaced_by "setfiles";
    blocking = false;
    summary = "test if SELinux is enabled in the appliance";
    doc = {|
Returns what C<guestfs_set_selinux> has set.|};
    tests = [
      test Blank
        [ ["get_selinux"] ==> Is_false ];
    ] };

  { defaults with
    name = "get_smp";
    where = Library;
    added = (1, 13, 15);
    ret = RInt "smp";
    blocking = false;
    summary = "get the number of virtual processors";
    doc = {|
Returns how many virtual processors the appliance gets. See
C<guestfs_set_smp>.|};
    tests = [
      example Blank
        [ ["get_smp"] ==> At_least 1 ];
    ] };

  { defaults with
    name = "get_sockdir";
    where = Library;
    added = (1, 33, 8);
    ret = RString (RPlainString, "sockdir");
    blocking = false;
    summary = "get the directory for sockets";
    doc = {|
Returns the directory in which the handle makes a private directory for Unix
domain sockets. It is apart from C<guestfs_get_tmpdir> because the path of a
socket must be short.

It is C<XDG_RUNTIME_DIR> if that environment variable is set, otherwise
F</tmp>.|};
    tests = [
      test Blank
        [ ["get_sockdir"] ==> Matches "^/" ];
    ] };

  { defaults with
    name = "get_tmpdir";
    where = Library;
    added = (1, 19, 58);
    ret = RString (RPlainString, "tmpdir");
    blocking = false;
    summary = "get the directory for temporary files";
    doc = {|
Returns the directory in which the handle makes a private directory for its
temporary files. See C<guestfs_set_tmpdir>.|};
    tests = [
      test Blank
        [ ["get_tmpdir"] ==> Matches "^/" ];
    ] };

  { defaults with
    name = "get_trace";
    where = Library;
    added = (1, 0, 69);
    ret = RBool "trace";
    blocking = false;
    summary = "test if calls are traced";
    doc = {|
Returns what C<guestfs_set_trace> or C<LIBGUESTFS_TRACE> has set.|};
    tests = [
      test Blank
        [ ok ["get_trace"] ];
    ] };

  { defaults with
    name = "get_verbose";
    where = Library;
    added = (0, 0, 3);
    ret = RBool "verbose";
    blocking = false;
    summary = "test if debugging messages are on";
    doc = {|
Returns what C<guestfs_set_verbose> or C<LIBGUESTFS_DEBUG> has set.|};
    tests = [
      test Blank
        [ ok ["get_verbose"] ];
    ] };

  { defaults with
    name = "parse_environment";
    where = Library;
    added = (1, 19, 53);
    ret = RErr;
    blocking = false;
    summary = "apply the environment variables of the process";
    doc = {|
Reads the environment variables that guestfs(3) lists and sets the handle
accordingly.

C<guestfs_create> has done this already. It is for handles made by
C<guestfs_create_flags> with C<GUESTFS_CREATE_NO_ENVIRONMENT>, in case the
environment is wanted later.

A value that makes no sense is an error which names the variable; variables
that come after it have not been applied.|};
    tests = [
      test Blank
        [ ok ["parse_environment"] ];
    ] };

  { defaults with
    name = "parse_environment_list";
    where = Library;
    added = (1, 19, 53);
    ret = RErr;
    args = [ StringList (PlainString, "environment") ];
    blocking = false;
    summary = "apply environment variables from a list";
    doc = {|
Does what C<guestfs_parse_environment> does with the strings of
C<environment>, each C<NAME=value>, instead of the environment of the
process. Names that mean nothing to libguestfs are ignored.|};
    tests = [
      test Blank
        [ ok ["parse_environment_list"; "UNRELATED=1"];
          fails "EINVAL" ["parse_environment_list"; "LIBGUESTFS_MEMSIZE=ten"];
          fails "EINVAL" ["parse_environment_list"; "LIBGUESTFS_DEBUG=maybe"] ];
    ] };

  { defaults with
    name = "set_append";
    where = Library;
    added = (1, 0, 26);
    ret = RErr;
    args = [ OptString "append" ];
    config_only = true;
    blocking = false;
    fish_alias = [ "append" ];
    summary = "add options to the kernel of the appliance";
    doc = {|
Adds C<append> to the command line of the appliance's kernel at the next
launch. NULL adds nothing, which is the default unless the environment
variable C<LIBGUESTFS_APPEND> is set.

The word C<guestfs_rescue=1> is not for the kernel: it asks for a shell on the
console of the appliance, as L<virt-rescue(1)> needs it. The appliance ends when
the shell does, and C<GUESTFS_EVENT_APPLIANCE> has what the console prints as it
comes instead of whole lines.|};
    tests = [
      example Blank
        [ ok ["set_append"; "quiet x=1"];
          ["get_append"] ==> Is "quiet x=1" ];
    ] };

  { defaults with
    name = "set_attach_method";
    where = Library;
    added = (1, 9, 8);
    ret = RErr;
    args = [ String (PlainString, "backend") ];
    deprecated = Replaced_by "set_backend";
    config_only = true;
    blocking = false;
    fish_alias = [ "attach-method" ];
    summary = "choose the backend";
    doc = {|
Does what C<guestfs_set_backend> does.|};
    tests = [
      test Blank
        [ ok ["set_attach_method"; "appliance"];
          ["get_backend"] ==> Is "direct";
          ["get_attach_method"] ==> Is "appliance";
          fails "EINVAL" ["set_attach_method"; "unix:/socket"] ];
    ] };

  { defaults with
    name = "set_autosync";
    where = Library;
    added = (0, 0, 3);
    ret = RErr;
    args = [ Bool "autosync" ];
    blocking = false;
    fish_alias = [ "autosync" ];
    summary = "synchronise file systems when the handle is closed";
    doc = {|
While autosync is on, as it is at first, ending the appliance with
C<guestfs_shutdown> or C<guestfs_close> unmounts the guest's file systems and
writes everything out. Without it, changes that were not synchronised with
C<guestfs_sync> or by unmounting may be lost.|};
    tests = [
      test Blank
        [ ok ["set_autosync"; "true"];
          ["get_autosync"] ==> Is_true ];
    ] };

  { defaults with
    name = "set_backend";
    where = Library;
    added = (1, 21, 26);
    ret = RErr;
    args = [ String (PlainString, "backend") ];
    config_only = true;
    blocking = false;
    fish_alias = [ "backend" ];
    summary = "choose what starts the appliance";
    doc = {|
Chooses how the appliance is run:

=over 4

=item C<direct>

Run QEMU directly. This is the default.

=item C<libvirt>

=item C<libvirt:URI>

Let libvirt run it, by way of C<qemu:///system> for root and
C<qemu:///session> for other users, or of the connection at C<URI>, when the
library was built with libvirt. C<libvirt:null> is what libvirt itself takes by
default.

=back

The environment variables C<LIBGUESTFS_BACKEND> and, older,
C<LIBGUESTFS_ATTACH_METHOD> set it when the handle is made. C<appliance> is a
former name of C<direct>. A name that this library does not know is an error
(C<EINVAL>), which lists those it does.|};
    tests = [
      example Blank
        [ ok ["set_backend"; "appliance"];
          ["get_backend"] ==> Is "direct";
          fails "EINVAL" ["set_backend"; "none"] ];
    ] };

  { defaults with
    name = "set_backend_setting";
    where = Library;
    added = (1, 27, 2);
    ret = RErr;
    args = [ String (PlainString, "name");
             String (PlainString, "val") ];
    config_only = true;
    blocking = false;
    summary = "set one setting of the backend";
    doc = {|
Sets the backend setting C<name> to C<val>, in place of every setting of that
name. See C<guestfs_set_backend_settings>.|};
    tests = [
      example Blank
        [ ok ["set_backend_setting"; "force_tcg"; "1"];
          ok ["set_backend_setting"; "x"; "a=b"];
          ok ["set_backend_setting"; "force_tcg"; "0"];
          ["get_backend_setting"; "force_tcg"] ==> Is "0";
          ["get_backend_settings"] ==> Is_list ["x=a=b"; "force_tcg=0"];
          fails "EINVAL" ["set_backend_setting"; "a=b"; "c"] ];
    ] };

  { defaults with
    name = "set_backend_settings";
    where = Library;
    added = (1, 25, 24);
    ret = RErr;
    args = [ StringList (PlainString, "settings") ];
    config_only = true;
    blocking = false;
    summary = "replace the settings of the backend";
    doc = {|
Replaces all backend settings by C<settings>, each of the form C<name=value>,
or C<name> alone, which is the same as C<name=1>. They say how the backend
does its work: guestfs(3) lists them under BACKEND SETTINGS. Of one that the
library does not know it warns, and it has no effect.

The environment variable C<LIBGUESTFS_BACKEND_SETTINGS>, in which a colon
separates the settings, does the same when the handle is made.|};
    tests = [
      example Blank
        [ ok ["set_backend_settings"; "force_tcg x=y"];
          ["get_backend_settings"] ==> Is_list ["force_tcg"; "x=y"];
          ["get_backend_setting"; "force_tcg"] ==> Is "1";
          ["get_backend_setting"; "x"] ==> Is "y";
          fails "ESRCH" ["get_backend_setting"; "force"];
          ok ["set_backend_settings"; ""];
          ["get_backend_settings"] ==> Is_empty ];
    ] };

  { defaults with
    name = "set_cachedir";
    where = Library;
    added = (1, 19, 58);
    ret = RErr;
    args = [ OptString "cachedir" ];
    config_only = true;
    blocking = false;
    fish_alias = [ "cachedir" ];
    summary = "set the directory of the cache";
    doc = {|
Sets the directory below which files that outlive the handle are cached. In
it there is a private directory for each user, F<.guestfs-UID>, which must
belong to that user. A relative path is taken from the current directory.

NULL sets the default: the environment variable C<LIBGUESTFS_CACHEDIR>,
otherwise C<TMPDIR>, otherwise F</var/tmp>.|};
    tests = [
      example Blank
        [ ok ["set_cachedir"; "/var/cache"];
          ["get_cachedir"] ==> Is "/var/cache" ];
    ] };

  { defaults with
    name = "set_direct";
    where = Library;
    added = (1, 0, 72);
    ret = RErr;
    args = [ Bool "direct" ];
    deprecated = Replaced_by "internal_get_console_socket";
    config_only = true;
    blocking = false;
    fish_alias = [ "direct" ];
    summary = "pass the console through";
    doc = {|
In direct mode the console of the appliance is not read by the library: the
appliance uses the standard input and output of the program. No event is made
of its messages then. It is off by default.|};
    tests = [
      test Blank
        [ ok ["set_direct"; "true"];
          ["get_direct"] ==> Is_true ];
    ] };

  { defaults with
    name = "set_hv";
    where = Library;
    added = (1, 23, 17);
    ret = RErr;
    args = [ String (PlainString, "hv") ];
    config_only = true;
    blocking = false;
    fish_alias = [ "hv" ];
    summary = "set the QEMU binary";
    doc = {|
Sets which hypervisor is run: the name of a QEMU program, looked for in
C<PATH> when it has no slash.

The environment variable C<LIBGUESTFS_HV> does the same when the handle is
made. Without either, the QEMU for this architecture is looked for.|};
    tests = [
      example Blank
        [ ok ["set_hv"; "/opt/bin/qemu-system-x86_64"];
          ["get_hv"] ==> Is "/opt/bin/qemu-system-x86_64";
          ["get_qemu"] ==> Is "/opt/bin/qemu-system-x86_64" ];
    ] };

  { defaults with
    name = "set_identifier";
    where = Library;
    added = (1, 31, 14);
    ret = RErr;
    args = [ String (PlainString, "identifier") ];
    blocking = false;
    fish_alias = [ "identifier" ];
    summary = "name the handle in messages";
    doc = {|
Sets a name for the handle, which stands in front of the call in trace
messages: C<trace: ID: get_tmpdir> instead of C<trace: get_tmpdir>. Programs
with several handles can tell them apart by it.

The name may have ASCII letters and digits, underscores and hyphens; anything
else is an error (C<EINVAL>). The empty string, the default, is no name.|};
    tests = [
      test Blank
        [ ok ["set_identifier"; "a-B_3"];
          ["get_identifier"] ==> Is "a-B_3";
          fails "EINVAL" ["set_identifier"; "two words"];
          ["get_identifier"] ==> Is "a-B_3";
          ok ["set_identifier"; ""] ];
    ] };

  { defaults with
    name = "set_memsize";
    where = Library;
    added = (1, 0, 55);
    ret = RErr;
    args = [ Int "memsize" ];
    config_only = true;
    blocking = false;
    fish_alias = [ "memsize" ];
    summary = "set the memory size of the appliance";
    doc = {|
Sets how much memory the appliance gets at the next launch, in MiB. The
default is 1280. Less than 256 is an error (C<EINVAL>), as is more than
16777216 (16 TiB): that was meant in other units.

The environment variable C<LIBGUESTFS_MEMSIZE> does the same when the handle
is made.|};
    tests = [
      example Blank
        [ ok ["set_memsize"; "768"];
          ["get_memsize"] ==> Is_int 768;
          fails "EINVAL" ["set_memsize"; "255"];
          fails "EINVAL" ["set_memsize"; "16777217"];
          ["get_memsize"] ==> Is_int 768 ];
    ] };

  { defaults with
    name = "set_network";
    where = Library;
    added = (1, 5, 4);
    ret = RErr;
    args = [ Bool "network" ];
    config_only = true;
    blocking = false;
    fish_alias = [ "network" ];
    summary = "give the appliance a network";
    doc = {|
If C<network> is true the appliance can reach the network of the host, as a
user program could. It is off by default, and should stay so where guests are
not trusted.|};
    tests = [
      example Blank
        [ ["get_network"] ==> Is_false;
          ok ["set_network"; "true"];
          ["get_network"] ==> Is_true ];
    ] };

  { defaults with
    name = "set_path";
    where = Library;
    added = (0, 0, 3);
    ret = RErr;
    args = [ OptString "searchpath" ];
    config_only = true;
    blocking = false;
    fish_alias = [ "path" ];
    summary = "set the search path of the appliance";
    doc = {|
Sets the directories, separated by colons, where an appliance is looked for;
the first that has one is used.

NULL sets the path that was compiled in. The environment variable
C<LIBGUESTFS_PATH> sets it when the handle is made.|};
    tests = [
      example Blank
        [ ok ["set_path"; "/opt/guestfs:/usr/lib/guestfs"];
          ["get_path"] ==> Is "/opt/guestfs:/usr/lib/guestfs" ];
    ] };

  { defaults with
    name = "set_pgroup";
    where = Library;
    added = (1, 11, 18);
    ret = RErr;
    args = [ Bool "pgroup" ];
    config_only = true;
    blocking = false;
    fish_alias = [ "pgroup" ];
    summary = "give QEMU a process group of its own";
    doc = {|
A signal that the terminal sends, like that of control-C, is for the program,
and QEMU, which has a process group of its own, does not get it; when the
program ends because of it, so does QEMU. Only in direct mode
(C<guestfs_set_direct>) QEMU reads the terminal itself and is in the process
group of the program, unless C<pgroup> is true. It is off by default.|};
    tests = [
      test Blank
        [ ["get_pgroup"] ==> Is_false;
          ok ["set_pgroup"; "true"];
          ["get_pgroup"] ==> Is_true ];
    ] };

  { defaults with
    name = "set_program";
    where = Library;
    added = (1, 21, 29);
    ret = RErr;
    args = [ String (PlainString, "program") ];
    blocking = false;
    fish_alias = [ "program" ];
    summary = "set the name of the program";
    doc = {|
Sets the name of the program that uses the handle, for messages. The default
is the name under which the process was started.|};
    tests = [
      test Blank
        [ ok ["set_program"; "a program"];
          ["get_program"] ==> Is "a program" ];
    ] };

  { defaults with
    name = "set_qemu";
    where = Library;
    added = (1, 0, 6);
    ret = RErr;
    args = [ OptString "hv" ];
    deprecated = Replaced_by "set_hv";
    config_only = true;
    blocking = false;
    fish_alias = [ "qemu" ];
    summary = "set the QEMU binary";
    doc = {|
Does what C<guestfs_set_hv> does. NULL lets libguestfs look for one.|};
    tests = [
      test Blank
        [ ok ["set_qemu"; "/opt/bin/qemu"];
          ["get_qemu"] ==> Is "/opt/bin/qemu" ];
    ] };

  { defaults with
    name = "set_recovery_proc";
    where = Library;
    added = (1, 0, 77);
    ret = RErr;
    args = [ Bool "recoveryproc" ];
    config_only = true;
    blocking = false;
    fish_alias = [ "recovery-proc" ];
    summary = "end QEMU when the program dies";
    doc = {|
If C<recoveryproc> is true, as it is at first, QEMU is ended when the program
dies without closing the handle. Turn it off only to examine a QEMU that
outlives its program.|};
    tests = [
      test Blank
        [ ["get_recovery_proc"] ==> Is_true;
          ok ["set_recovery_proc"; "false"];
          ["get_recovery_proc"] ==> Is_false ];
    ] };

  { defaults with
    name = "set_selinux";
    where = Library;
    added = (1, 0, 67);
    ret = RErr;
    args = [ Bool "selinux" ];
    deprecated = Replaced_by "setfiles";
    config_only = true;
    blocking = false;
    fish_alias = [ "selinux" ];
    summary = "enable SELinux in the appliance";
    doc = {|
If C<selinux> is true the appliance boots with SELinux enabled. It is off by
default.|};
    tests = [
      test Blank
        [ ["get_selinux"] ==> Is_false;
          ok ["set_selinux"; "true"];
          ["get_selinux"] ==> Is_true ];
    ] };

  { defaults with
    name = "set_smp";
    where = Library;
    added = (1, 13, 15);
    ret = RErr;
    args = [ Int "smp" ];
    config_only = true;
    blocking = false;
    fish_alias = [ "smp" ];
    summary = "set the number of virtual processors";
    doc = {|
Sets how many virtual processors the appliance gets at the next launch, from
1 to 255. The default is 1. More than one rarely pays.|};
    tests = [
      example Blank
        [ ["get_smp"] ==> Is_int 1;
          ok ["set_smp"; "4"];
          ["get_smp"] ==> Is_int 4;
          fails "EINVAL" ["set_smp"; "0"];
          fails "EINVAL" ["set_smp"; "256"] ];
    ] };

  { defaults with
    name = "set_tmpdir";
    where = Library;
    added = (1, 19, 58);
    ret = RErr;
    args = [ OptString "tmpdir" ];
    config_only = true;
    blocking = false;
    fish_alias = [ "tmpdir" ];
    summary = "set the directory for temporary files";
    doc = {|
Sets the directory in which the handle makes a private directory for its
temporary files. A relative path is taken from the current directory.

NULL sets the default: the environment variable C<LIBGUESTFS_TMPDIR>,
otherwise C<TMPDIR>, otherwise F</tmp>.|};
    tests = [
      example Blank
        [ ok ["set_tmpdir"; "/scratch"];
          ["get_tmpdir"] ==> Is "/scratch" ];
    ] };

  { defaults with
    name = "set_trace";
    where = Library;
    added = (1, 0, 69);
    ret = RErr;
    args = [ Bool "trace" ];
    blocking = false;
    fish_alias = [ "trace" ];
    summary = "trace calls";
    doc = {|
If C<trace> is true each call of the handle, and its result, is sent out as a
trace event, or printed to standard error when nobody listens to those.
Passwords and keys are left out.

The environment variable C<LIBGUESTFS_TRACE>, when it is 1, does the same when
the handle is made. It is off by default.|};
    tests = [
      test Blank
        [ ok ["set_trace"; "false"];
          ["get_trace"] ==> Is_false ];
    ] };

  { defaults with
    name = "set_verbose";
    where = Library;
    added = (0, 0, 3);
    ret = RErr;
    args = [ Bool "verbose" ];
    blocking = false;
    fish_alias = [ "verbose" ];
    summary = "turn debugging messages on or off";
    doc = {|
If C<verbose> is true the library, QEMU and the appliance say what they do,
in library and appliance events, or on standard error when nobody listens to
those. The appliance takes the setting over when it is launched.

The environment variable C<LIBGUESTFS_DEBUG>, when it is 1, does the same when
the handle is made. It is off by default.|};
    tests = [
      test Blank
        [ ok ["set_verbose"; "false"];
          ["get_verbose"] ==> Is_false ];
    ] };

  { defaults with
    name = "version";
    where = Library;
    added = (1, 0, 58);
    ret = RStruct ("version", "version");
    blocking = false;
    summary = "get the version of the library";
    doc = {|
Returns the version of the library that the program runs with: C<major>,
C<minor>, C<release> and C<extra>, text that tells builds apart and may be
empty. Major and minor number say which calls there are.

To find out whether one particular call exists, use the C<GUESTFS_HAVE_>
macros when compiling; to find out what the appliance can do, use
C<guestfs_feature_available>.|};
    tests = [
      example Blank
        [ ["version"] ==> Has_fields ["major", "1"; "minor", "61"] ];
    ] };
]
