(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The events that a handle sends. *)

(** What comes with an event, and what it says. *)
type payload =
  | Nothing
  | Text of string
  | Numbers of string list

type t = { event : string; bit : int; payload : payload }

(** In bit order. *)
val all : t list

(** "GUESTFS_EVENT_CLOSE" *)
val macro : t -> string

val mask : t -> int
val all_mask : int

(** What it says of the payload in a list of events: ": the bytes are its
    message"; "" when there is none. *)
val note : t -> string

(** "EVENT_CLOSE": what languages call it. *)
val constant : t -> string

(** Those names and their masks; the last one is EVENT_ALL. *)
val constants : (string * int) list
