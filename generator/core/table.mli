(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* A whole table of actions, and questions about it.  The generator runs on
   [Registry.table ()]; its tests run on tiny ones. *)

open Types

type area = {
  area : string;          (** "mount" *)
  daemon : bool;          (** there is a daemon/actions/<area>.c *)
  library : bool;         (** there is a lib/actions/<area>.c *)
  actions : action list;  (** in the order of the file *)
}

type t = {
  areas : area list;                (** sorted by name *)
  structs : structure list;         (** sorted by name *)
  groups : (string * string) list;  (** optional group, what it stands for *)
  systems : (string * Os.t list) list;
      (** of each file of generator/inspect, in the order in which they are
          tried *)
}

(** All actions sorted by name; [areas] order is kept for equal names. *)
val actions : t -> action list

(** Only those that run in the daemon (and, [library]) in the library. *)
val daemon_actions : t -> action list
val library_actions : t -> action list

val find : t -> string -> action option
val find_struct : t -> string -> structure option

(** The area that defines an action. *)
val area_of : t -> action -> string

(** Daemon actions of an optional group, sorted: library actions that use
    one find out from the daemon. *)
val group_members : t -> string -> action list

(** The highest procedure number; 0 when there is none. *)
val max_proc : t -> int

(** What the library exports, and the highest procedure number among that. *)
val exported_actions : t -> action list

val exported_structs : t -> structure list

val max_exported_proc : t -> int
