(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What there is to know about each type of an argument.

   Every output reads it here, so that a new type is a word in types.ml
   and a row in kinds.ml.  A value has a form: how C holds it and how it is
   sent.  A string also has a kind: what it means.  *)

open Types

(** How a value is held and sent. *)
type form = {
  word : string;  (** "Bool" *)
  c_type : string;       (** "const char *"; "int " with its space *)
  sized : bool;          (** followed by its length, [size_t <name>_size] *)
  many : bool;           (** a list of strings *)
  null_refused : bool;   (** a pointer that must not be NULL *)
  wire : string option;  (** of wire_put_<wire> and wire_get_<wire>; None: it
                             never leaves the program *)
  holder : string;       (** what declares the value received:
                             "CLEANUP_FREE char *" *)
  unset : string;        (** sent for an optional argument that is not given *)
  xdr : string -> string;  (** the member of that name in XDR *)
  pointed : string;      (** the C type of a pointer, "" for all else *)
  trace : string;        (** of guestfs_int_trace_arg_<trace> *)
  fish : string;         (** of FISH_<fish>: how guestfish reads the word *)
  member : string;       (** of struct fish_value: what it has read *)
  synopsis : string -> string;  (** an argument of that name in guestfish *)
  possible : string;     (** the value of an optional argument there *)
  literal : string -> string list;
      (** the word of a test as C expressions: @raise Literal.Bad *)
}

(** How its content gets to the daemon. *)
type transport =
  | In_message
  | Upload               (** the file that it names is sent *)
  | Download             (** the file that it names is written *)

(** Whether it names a file in the guest. *)
type place =
  | Elsewhere
  | Unsaid               (** it may: any text *)
  | Path
  | Name                 (** in a directory that another argument names *)

(** What a string means. *)
type kind = {
  word : string;  (** "Pathname"; "" for what is not a string *)
  transport : transport;
  check : string option; (** the function of daemon/serve/stubs.c that looks
                             at it and may replace it *)
  mountable : bool;      (** the daemon is given a [mountable_t] *)
  secret : bool;         (** not shown in traces, asked for in guestfish *)
  place : place;
  sample : string option;  (** one that exists in the tests of paths *)
  completes : string list; (** flags of struct fish_arg *)
}

type value = { name : string; form : form; kind : kind }

val of_arg : arg -> value
val of_optarg : optarg -> value

val is_stream : value -> bool
