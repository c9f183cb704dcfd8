(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The vocabulary of the action table: what an action is made of. *)

(** What a string argument means.  The generated code checks and resolves it
    before the implementation sees it. *)
type string_kind =
  | PlainString       (** any text, passed through *)
  | Device            (** block device, ["/dev/sda1"] *)
  | Device_or_group   (** or a volume group, ["/dev/VG"]; for programs a
                          [Device] *)
  | Mountable         (** device, or ["btrfsvol:/dev/sda1/sub"] *)
  | Pathname          (** absolute path inside the guest *)
  | Filename          (** one path component: no slash *)
  | Dev_or_Path       (** device or absolute guest path *)
  | Mountable_or_Path (** mountable or absolute guest path *)
  | FileIn            (** local file streamed to the daemon (upload) *)
  | FileOut           (** local file written from the daemon (download) *)
  | Key               (** secret: never traced or logged *)
  | GUID              (** GUID, braces and case do not matter *)

type arg =
  | Bool of string
  | Int of string                    (** C [int], 32 bits on the wire *)
  | Int64 of string
  | String of string_kind * string   (** NULL refused *)
  | OptString of string              (** NULL allowed *)
  | StringList of string_kind * string
  | BufferIn of string               (** bytes and their length *)
  | Pointer of string * string       (** C type, name; library actions only *)

type optarg =
  | OBool of string
  | OInt of string
  | OInt64 of string
  | OString of string
  | OKey of string                   (** a secret; [OString] for programs *)
  | OStringList of string

(** What a returned string means; lets tests and bindings translate names. *)
type ret_string = RPlainString | RDevice | RMountable

(** The string in most constructors names the returned value ("size"). *)
type ret =
  | RErr                             (** 0, or -1 on error *)
  | RInt of string
  | RInt64 of string
  | RBool of string
  | RConstString of string           (** owned by the handle *)
  | RConstOptString of string        (** likewise; NULL is not an error *)
  | RString of ret_string * string
  | RStringList of ret_string * string
  | RStruct of string * string       (** value name, struct name *)
  | RStructList of string * string
  | RHashtable of ret_string * ret_string * string
  | RBufferOut of string

(** Where an action is implemented.  A procedure number, once given, is never
    given to anything else. *)
type where =
  | Daemon of int   (** [do_<name>] in daemon/actions/<area>.c; its procedure
                        number *)
  | Library         (** [guestfs_impl_<name>] in lib/actions/<area>.c *)

type visibility =
  | VPublic
  | VPublicNoFish   (** guestfish has a command of its own for it *)
  | VStateTest      (** exported, documented for tests of the handle's state *)
  | VBindTest       (** exercises bindings; declared under GUESTFS_PRIVATE *)
  | VDebug          (** exported, undocumented debugging aid *)
  | VInternal       (** used by library actions; under GUESTFS_PRIVATE *)
  | VPrivate        (** the same, and not exported: between our library and
                        our daemon only; its procedure number is above 1000 *)

type deprecation =
  | Current
  | Replaced_by of string
  | Deprecated      (** and nothing replaces it *)

(** How guestfish prints an integer result. *)
type fish_output = Decimal | Octal | Hexadecimal

(** What an appliance that is launched anew would not have after the call: a
    call that leaves no changes can be made again when the appliance dies, and
    a mount on the host need not forget what it knows of the guest's files.
    tests/actions/all-readers.sh runs each action that leaves nothing where
    nothing can be changed. *)
type leaves =
  | Changes         (** mounts, files, devices …; also of an action that only
                        may leave them *)
  | Its_result      (** what is kept for other calls, and replaced by the next
                        call of this action *)
  | Nothing         (** but access times of what was read *)

(** The API version in which an action appeared. *)
type version = int * int * int

(* ---- Tests: part of an action's record. ---- *)

(** The state of the scratch disks when a test starts.  Every test has
    /dev/sda and /dev/sdb of 2 GiB, /dev/sdc of 64 MiB and /dev/sdd of
    2 GiB (sparse, all zeroes unless said). *)
type setup =
  | Blank       (** nothing on any disk, nothing mounted *)
  | Partition   (** /dev/sda has an MBR with one partition *)
  | Filesystem  (** /dev/sda1 has ext2, mounted on / *)
  | Gpt_disk    (** /dev/sda has a GPT with one partition *)
  | Lv_filesystem (** /dev/VG/LV on /dev/sda1 has ext2, mounted on / *)
  | Btrfs       (** /dev/sda is a Btrfs, mounted on / *)
  | Encrypted   (** /dev/sdc is LUKS 1: key "secret" in slot 0, "other" in
                    slot 1, "two\nlines\n" in slot 7, all quickly derived *)

(** What a call must give. *)
type expect =
  | Succeeds
  | Is of string                     (** strings; names of devices may differ
                                         as /dev/vda and /dev/sda do *)
  | Is_int of int                    (** RInt, RInt64 *)
  | At_least of int
  | Is_true
  | Is_false
  | Is_list of string list           (** in this order *)
  | Is_set of string list            (** in any order *)
  | Includes of string list          (** a string list that has all these *)
  | Is_empty                         (** list without elements *)
  | Has_length of int                (** any list *)
  | Is_buffer of string              (** RBufferOut, byte for byte *)
  | Matches of string                (** some line matches this POSIX ERE *)
  | Has_fields of (string * string) list
      (** RStruct: the named fields, printed in decimal or as text *)
  | Has_pairs of (string * string) list (** RHashtable *)
  | Fails                            (** with any error *)
  | Fails_with of string             (** errno name, "ENOENT" *)
  | C_expr of string
      (** C truth over [ret], the handle [g] (and [size] for RBufferOut); the
          last resort *)

(** A call is the action's name, then its arguments as guestfish takes them:
    lists are words separated by spaces, optional arguments are [name:value].
    In FileIn and FileOut arguments ["@data/x"] is tests/data/x and ["@tmp/x"]
    a file in the test's own temporary directory. *)
type step = string list * expect

type test = {
  setup : setup;
  needs : string list;  (** optional groups or ["filesystem:xfs"]; else skip *)
  example : bool;       (** shown in the manual as guestfish commands *)
  steps : step list;
}

(* ---- The action. ---- *)

type action = {
  name : string;
  where : where;
  added : version;
  ret : ret;
  args : arg list;
  optargs : (int * optarg) list;  (** bit, argument; bits 0, 1, 2 … in order *)
  once_had_no_optargs : bool;
      (** [guestfs_<name>] keeps its fixed arity, [guestfs_<name>_opts] has the
          optional arguments *)
  optional_group : string option;
  visibility : visibility;
  deprecated : deprecation;
  cancellable : bool;     (** stops when guestfs_user_cancel is called *)
  also_cancellable : bool;
      (** the same, although the table of the public interface does not call
          it so: it may take long, and nothing else would end it *)
  leaves : leaves;        (** in the appliance *)
  progress : bool;        (** may send progress messages *)
  config_only : bool;     (** only before launch *)
  blocking : bool;        (** false: returns at once, never waits *)
  wrapper : bool;         (** false: called without lock, trace and checks *)
  camel_name : string option;  (** when it is not name in capitals *)
  fish_alias : string list;
  fish_output : fish_output;
  summary : string;       (** one line, no full stop, no capital *)
  doc : string;           (** POD paragraphs; C<guestfs_other> is a link *)
  tests : test list;
}

(** What is left out of a record.  [name], [where], [ret], [summary], [doc]
    must always be given. *)
let defaults = {
  name = ""; where = Library; added = (0, 0, 0);
  ret = RErr; args = []; optargs = [];
  once_had_no_optargs = false;
  optional_group = None; visibility = VPublic; deprecated = Current;
  cancellable = false; also_cancellable = false; leaves = Changes;
  progress = false;
  config_only = false;
  blocking = true; wrapper = true;
  camel_name = None; fish_alias = []; fish_output = Decimal;
  summary = ""; doc = ""; tests = [];
}

(* ---- Structs. ---- *)

type field =
  | FChar of string
  | FString of string
  | FDevice of string
  | FBuffer of string
  | FUInt32 of string
  | FInt32 of string
  | FUInt64 of string
  | FInt64 of string
  | FBytes of string       (** uint64_t, a size in bytes *)
  | FUUID of string        (** 32 characters, no terminator *)
  | FOptPercent of string  (** float, -1 when absent *)

type structure = {
  s_name : string;
  s_camel : string;
  s_external : bool;  (** false: declared under GUESTFS_PRIVATE *)
  s_fields : field list;
}
