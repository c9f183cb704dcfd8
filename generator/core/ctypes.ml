(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* How the types of the table look in C. *)

let ret_type ret = (Results.of_ret ret).c_type
let error_value ret = (Results.of_ret ret).error

let arg_params (v : Kinds.value) =
  (v.form.c_type ^ v.name)
  :: (if v.form.sized then ["size_t " ^ v.name ^ "_size"] else [])

let arg_values (v : Kinds.value) =
  v.name :: (if v.form.sized then [v.name ^ "_size"] else [])

let returns_buffer a = (Action.result a).sized

let params a =
  ["guestfs_h *g"]
  @ List.concat_map arg_params (Action.args a)
  @ (if returns_buffer a then ["size_t *size_r"] else [])

let values a =
  ["g"] @ List.concat_map arg_values (Action.args a)
  @ (if returns_buffer a then ["size_r"] else [])

let argv_param a =
  Printf.sprintf "const struct guestfs_%s_argv *optargs" (Action.c_name a)
