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

let arg_params = function
  | Bool n | Int n -> ["int " ^ n]
  | Int64 n -> ["int64_t " ^ n]
  | String (_, n) | OptString n -> ["const char *" ^ n]
  | StringList (_, n) -> ["char *const *" ^ n]
  | BufferIn n -> ["const char *" ^ n; "size_t " ^ n ^ "_size"]
  | Pointer (_, n) -> ["void *" ^ n]

let arg_values = function
  | BufferIn n -> [n; n ^ "_size"]
  | Bool n | Int n | Int64 n | String (_, n) | OptString n
  | StringList (_, n) | Pointer (_, n) -> [n]

let optarg_type = function
  | OBool _ | OInt _ -> "int "
  | OInt64 _ -> "int64_t "
  | OString _ -> "const char *"
  | OStringList _ -> "char *const *"

let returns_buffer a =
  match a.ret with
  | RBufferOut _ -> true
  | RErr | RInt _ | RInt64 _ | RBool _ | RConstString _ | RConstOptString _
  | RString _ | RStringList _ | RStruct _ | RStructList _ | RHashtable _ ->
     false

let params a =
  ["guestfs_h *g"]
  @ List.concat_map arg_params a.args
  @ (if returns_buffer a then ["size_t *size_r"] else [])

let values a =
  ["g"] @ List.concat_map arg_values a.args
  @ (if returns_buffer a then ["size_r"] else [])

let argv_param a =
  Printf.sprintf "const struct guestfs_%s_argv *optargs" (Action.c_name a)
