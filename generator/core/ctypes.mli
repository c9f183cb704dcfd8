(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* How the types of the table look in C: the public API's side, shared by
   every output that writes C which calls it. *)

open Types

(** "int ", "const char *": with what must stand before a name. *)
val ret_type : ret -> string

(** "-1" or "NULL"; None when no value means an error. *)
val error_value : ret -> string option

(** ["const char *buf"; "size_t buf_size"]: the parameters of one argument. *)
val arg_params : Kinds.value -> string list

(** ["buf"; "buf_size"]: the same as an expression. *)
val arg_values : Kinds.value -> string list

(** What a public function takes before its optional arguments, with the
    handle: ["guestfs_h *g"; …], and [size_t *size_r] for RBufferOut. *)
val params : action -> string list

(** The same as expressions: ["g"; …; "size_r"]. *)
val values : action -> string list

(** "const struct guestfs_mkfs_opts_argv *optargs" *)
val argv_param : action -> string

(** Gives the size of what it returns in one more parameter. *)
val returns_buffer : action -> bool
