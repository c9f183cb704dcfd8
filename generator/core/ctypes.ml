(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* How the types of the table look in C. *)

open Types

let ret_type = function
  | RErr | RInt _ | RBool _ -> "int "
  | RInt64 _ -> "int64_t "
  | RConstString _ | RConstOptString _ -> "const char *"
  | RString _ | RBufferOut _ -> "char *"
  | RStringList _ | RHashtable _ -> "char **"
  | RStruct (_, s) -> "struct guestfs_" ^ s ^ " *"
  | RStructList (_, s) -> "struct guestfs_" ^ s ^ "_list *"

let error_value = function
  | RErr | RInt _ | RBool _ | RInt64 _ -> Some "-1"
  | RConstString _ | RString _ | RBufferOut _ | RStringList _ | RHashtable _
  | RStruct _ | RStructList _ -> Some "NULL"
  | RConstOptString _ -> None

let arg_params (v : Kinds.value) =
  (v.form.c_type ^ v.name)
  :: (if v.form.sized then ["size_t " ^ v.name ^ "_size"] else [])

let arg_values (v : Kinds.value) =
  v.name :: (if v.form.sized then [v.name ^ "_size"] else [])

let returns_buffer a =
  match a.ret with
  | RBufferOut _ -> true
  | RErr | RInt _ | RInt64 _ | RBool _ | RConstString _ | RConstOptString _
  | RString _ | RStringList _ | RStruct _ | RStructList _ | RHashtable _ ->
     false

let params a =
  ["guestfs_h *g"]
  @ List.concat_map arg_params (Action.args a)
  @ (if returns_buffer a then ["size_t *size_r"] else [])

let values a =
  ["g"] @ List.concat_map arg_values (Action.args a)
  @ (if returns_buffer a then ["size_r"] else [])

let argv_param a =
  Printf.sprintf "const struct guestfs_%s_argv *optargs" (Action.c_name a)
