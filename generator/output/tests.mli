(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The tests of the records as C for the runner in tests/actions. *)

open Types

(** "mkdir-0" *)
val test_name : action -> int -> string

(** {1 For tests that are made of these} *)

type step = { action : action; words : string list; expect : expect }

val steps : Table.t -> test -> step list

(** What an appliance must have. *)
val needs : Table.t -> test -> string list

val setup_name : setup -> string

val print_step : step -> unit

(** A call whose result [check], C truth, looks at. [~instead] is the number
    of a fixed argument and the C that takes its place. *)
val print_call :
  ?instead:(int * string) -> line:string -> truth:expect -> check:string ->
  action -> string list -> unit

(** What a file begins with: includes, and what takes the structs that the
    tests return. *)
val print_head :
  Table.t -> Table.area -> string -> (action * int * test) list -> unit

(** The table of the tests, whose entries are printed by the function. *)
val print_tests : Table.area -> (unit -> unit) -> unit

(** The C values of an argument that tests give as a word. *)
val value : action -> Kinds.value -> string -> string list

(** The variable [opts] with the optional arguments that are given. *)
val opts_variable : action -> (int * optarg * string) list -> unit

(** A field of the struct [s]. *)
val got_field : field -> unit

(** {1 Files} *)

val outputs : Table.t -> (string * (unit -> unit)) list
