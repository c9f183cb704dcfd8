(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The library's side of each action.

   For each there are, in this order: check_<name> (arguments that must not
   be NULL …), trace_<name> (the call as guestfish would have it),
   call_<name> (the work: send it to the daemon), and the public functions.
   Library actions have their work in lib/actions. *)

open Types
open Text

let define ?(static = false) returns name params body =
  let returns = String.trim returns in
  pr "%s%s\n" (if static then "static " else "") returns;
  arguments (name ^ " (") params ")\n";
  nested "{" body "}";
  pr "\n"

let line before args after = arguments before args (after ^ "\n")

let has_optargs a = a.optargs <> []

let params a =
  Ctypes.params a @ (if has_optargs a then [Ctypes.argv_param a] else [])
let values a =
  Ctypes.values a @ (if has_optargs a then ["optargs"] else [])

(* What checks and traces see: not where a size goes. *)
let not_size s = s <> "size_t *size_r" && s <> "size_r"
let in_params a = List.filter not_size (params a)
let in_values a = List.filter not_size (values a)

let c_string = Utils.c_string

let bit a (v : Kinds.value) =
  Printf.sprintf "%s_%s_BITMASK" (Action.optarg_prefix a)
    (Utils.upper v.name)

let if_set a arg f =
  pr "if (optargs->bitmask & %s)\n" (bit a arg);
  indented 2 f

let error_value a = Option.value (Ctypes.error_value a.ret) ~default:"NULL"

(* ---- Names of optional arguments. ---- *)

let optarg_names a =
  if has_optargs a then (
    pr "static const char *const optargs_%s[] = {\n" a.name;
    List.iter (fun (v : Kinds.value) -> pr "  %s,\n" (c_string v.name))
      (Action.optargs a);
    pr "  NULL\n};\n\n"
  )

(* ---- Checks. ---- *)

let not_null = List.filter (fun (v : Kinds.value) -> v.form.null_refused)

let fail condition =
  pr "if (%s == -1)\n  return -1;\n" condition

let check_arg (v : Kinds.value) =
  fail (Printf.sprintf "guestfs_int_check_not_null (g, %s, %s)"
          (c_string v.name) v.name)

let check_optarg a (v : Kinds.value) =
  pr "if ((optargs->bitmask & %s) &&\n" (bit a v);
  line "    guestfs_int_check_not_null ("
    ["g"; c_string v.name; "optargs->" ^ v.name] ") == -1)";
  pr "  return -1;\n"

let needs_check a =
  a.config_only || has_optargs a || not_null (Action.args a) <> []

(* Only the first parameter of what may not be NULL is looked at. *)
let params_of_check a =
  let looked_at =
    "guestfs_h *g"
    :: (if has_optargs a then [Ctypes.argv_param a] else [])
    @ List.map (fun v -> List.hd (Ctypes.arg_params v))
        (not_null (Action.args a)) in
  List.map (fun p -> if List.mem p looked_at then p else p ^ " MAYBE_UNUSED")
    (in_params a)

let check a =
  if needs_check a then
    define ~static:true "int" ("check_" ^ a.name)
      (params_of_check a) (fun () ->
        if a.config_only then fail "guestfs_int_check_config (g)";
        List.iter check_arg (not_null (Action.args a));
        if has_optargs a then (
          line "if (guestfs_int_check_bitmask ("
            ["g"; "optargs->bitmask"; "optargs_" ^ a.name] ") == -1)";
          pr "  return -1;\n");
        List.iter (check_optarg a) (not_null (Action.optargs a));
        pr "return 0;\n")

(* ---- Trace of the call. ---- *)

(* name: NULL, or of an optional argument. *)
let trace_value name value (v : Kinds.value) =
  let what, values =
    if v.kind.secret then "secret", []
    else
      v.form.trace,
      (if v.form.pointed = "" then [] else [c_string v.form.pointed])
      @ [value] @ (if v.form.sized then [value ^ "_size"] else []) in
  line (Printf.sprintf "guestfs_int_trace_arg_%s (" what)
    (["&tb"; name] @ values) ");"

let trace_arg (v : Kinds.value) =
  if v.kind.secret then pr "(void) %s;\n" v.name;
  trace_value "NULL" v.name v

let trace_optarg a (v : Kinds.value) =
  if_set a v (fun () ->
      trace_value (c_string v.name) ("optargs->" ^ v.name) v)

let trace a =
  define ~static:true "void" ("trace_" ^ a.name) (in_params a) (fun () ->
      pr "struct trace_buffer tb;\n\n";
      pr "guestfs_int_trace_open (g, &tb, %s);\n" (c_string a.name);
      List.iter trace_arg (Action.args a);
      List.iter (trace_optarg a) (Action.optargs a);
      pr "guestfs_int_trace_send (&tb);\n")

let trace_ret a =
  let result = Action.result a in
  let about =
    match result.shape with
    | Struct _ | Struct_list _ ->
       [c_string (Utils.replace_all result.c_type ~from:" *" ~by:""); "ret"]
    | Status | Number | Constant | Memory ->
       "ret" :: (if result.sized then ["ret ? *size_r : 0"] else []) in
  line (Printf.sprintf "guestfs_int_trace_ret_%s (" result.trace)
    (["g"; c_string a.name] @ about) ");"

(* ---- Calls of the daemon. ---- *)

let wire (v : Kinds.value) =
  match v.form.wire with
  | Some wire -> "wire_put_" ^ wire
  | None -> invalid_arg ("cannot be sent to the daemon: " ^ v.name)

let put_arg (v : Kinds.value) =
  match v.kind.transport with
  | Upload -> pr "call.file_in = %s;\n" v.name
  | Download -> pr "call.file_out = %s;\n" v.name
  | In_message ->
     line (wire v ^ " (") ("&call.args" :: Ctypes.arg_values v) ");"

(* One that is not set may not even be there: structs grow. *)
let put_optarg a (v : Kinds.value) =
  pr "%s (&call.args,\n" (wire v);
  indented (String.length (wire v) + 2) (fun () ->
      pr "optargs->bitmask & %s\n" (bit a v);
      pr "? optargs->%s : %s);\n" v.name v.form.unset)

let decode_status () =
  pr "if (guestfs_int_call_run (&call) == 0 &&\n";
  pr "    guestfs_int_call_finished (&call))\n";
  pr "  ret = 0;\n"

let decode_number (result : Results.t) =
  nested "if (guestfs_int_call_run (&call) == 0) {" (fun () ->
      pr "ret = wire_get_%s (&call.ret);\n" result.wire;
      pr "if (!guestfs_int_call_finished (&call))\n";
      pr "  ret = -1;\n";
      if result.integer then (
        pr "else if (ret == -1)\n";
        pr "  guestfs_int_negative_reply (g);\n")) "}"

let decode_pointer (result : Results.t) get =
  nested "if (guestfs_int_call_run (&call) == 0) {" (fun () ->
      get ();
      nested "if (!guestfs_int_call_finished (&call)) {" (fun () ->
          pr "%s (ret);\n" result.free;
          pr "ret = NULL;\n") "}") "}"

let get_memory (result : Results.t) () =
  pr "ret = wire_get_%s (&call.ret%s);\n" result.wire
    (if result.sized then ", size_r" else "");
  if result.pairs then (
    pr "if (ret && string_list_length (ret) %% 2 != 0)\n";
    pr "  call.ret.failed = true;       /* a key without a value */\n")

let get_struct (result : Results.t) () =
  pr "ret = safe_calloc (g, 1, sizeof *ret);\n";
  pr "wire_get_%s (&call.ret, ret);\n" result.wire

(* What follows a successful call: decodes into ret. *)
let decode a =
  let result = Action.result a in
  match result.shape with
  | Status -> decode_status ()
  | Number -> decode_number result
  | Memory -> decode_pointer result (get_memory result)
  | Struct _ | Struct_list _ -> decode_pointer result (get_struct result)
  | Constant -> invalid_arg ("a daemon action returns a constant: " ^ a.name)

let leaves a =
  match a.leaves with
  | Changes -> ()
  | Its_result -> pr "call.leaves = LEAVES_RESULT;\n"
  | Nothing -> pr "call.leaves = LEAVES_NOTHING;\n"

let call a =
  define ~static:true (Ctypes.ret_type a.ret) ("call_" ^ a.name) (params a)
    (fun () ->
      pr "struct call call;\n";
      pr "%sret = %s;\n\n" (Ctypes.ret_type a.ret) (error_value a);
      line "guestfs_int_call_init ("
        ["g"; "&call"; c_string a.name; "GUESTFS_PROC_" ^ Action.upper a]
        ");";
      if Action.can_be_cancelled a then pr "call.cancellable = true;\n";
      leaves a;
      if has_optargs a then pr "call.optargs = optargs->bitmask;\n";
      List.iter put_arg (Action.args a);
      List.iter (put_optarg a) (Action.optargs a);
      decode a;
      pr "guestfs_int_call_done (&call);\n";
      pr "return ret;\n")

(* ---- Public functions. ---- *)

let public_name a =
  "guestfs_" ^ Action.c_name a ^ (if has_optargs a then "_argv" else "")

let work a =
  if Action.is_daemon a then "call_" ^ a.name
  else "guestfs_impl_" ^ Action.c_name a

(* A call is traced whole or not at all, also that which switches it. *)
let traced_work a () =
  pr "const bool traced = g->trace;\n";
  pr "if (traced)\n";
  line ("  trace_" ^ a.name ^ " (") (in_values a) ");";
  line ("ret = " ^ work a ^ " (") (values a) ");";
  pr "if (traced)\n";
  indented 2 (fun () -> trace_ret a)

(* All arguments fixed, optional ones in a struct. *)
let public a =
  define (Ctypes.ret_type a.ret) (public_name a) (params a) (fun () ->
      pr "%sret = %s;\n\n" (Ctypes.ret_type a.ret) (error_value a);
      pr "guestfs_int_enter (g, %s);\n" (c_string a.name);
      if needs_check a then (
        line ("if (check_" ^ a.name ^ " (") (in_values a) ") == 0) {";
        indented 2 (traced_work a);
        pr "}\n")
      else traced_work a ();
      pr "guestfs_int_leave (g);\n";
      pr "return ret;\n")

(* Called from other threads and signal handlers: nothing around it. *)
let bare a =
  define (Ctypes.ret_type a.ret) (public_name a) (params a) (fun () ->
      line ("return " ^ work a ^ " (") (values a) ");")

let take_optarg a (v : Kinds.value) =
  pr "case %s_%s:\n" (Action.optarg_prefix a) (Utils.upper v.name);
  pr "  optargs.%s = va_arg (args, %s);\n" v.name
    (String.trim v.form.c_type);
  pr "  break;\n"

let variadic_va a =
  let c_name = Action.c_name a in
  define (Ctypes.ret_type a.ret) ("guestfs_" ^ c_name ^ "_va")
    (Ctypes.params a @ ["va_list args"]) (fun () ->
      pr "struct guestfs_%s_argv optargs = { .bitmask = 0 };\n" c_name;
      pr "int i;\n\n";
      nested "while ((i = va_arg (args, int)) >= 0) {" (fun () ->
          line "if (guestfs_int_add_optarg ("
            ["g"; c_string a.name; "optargs_" ^ a.name; "i";
             "&optargs.bitmask"] ") == -1)";
          pr "  return %s;\n" (error_value a);
          pr "switch (i) {\n";
          List.iter (take_optarg a) (Action.optargs a);
          pr "}\n") "}";
      line ("return " ^ public_name a ^ " (")
        (Ctypes.values a @ ["&optargs"]) ");")

let last list = List.nth list (List.length list - 1)

let variadic a =
  let c_name = Action.c_name a in
  define (Ctypes.ret_type a.ret) ("guestfs_" ^ c_name)
    (Ctypes.params a @ ["..."]) (fun () ->
      pr "va_list args;\n";
      pr "%sret;\n\n" (Ctypes.ret_type a.ret);
      pr "va_start (args, %s);\n" (last (Ctypes.values a));
      line (Printf.sprintf "ret = guestfs_%s_va (" c_name)
        (Ctypes.values a @ ["args"]) ");";
      pr "va_end (args);\n";
      pr "return ret;\n")

let fixed_arity a =
  define (Ctypes.ret_type a.ret) ("guestfs_" ^ a.name) (Ctypes.params a)
    (fun () ->
      pr "const struct guestfs_%s_argv optargs = { .bitmask = 0 };\n\n"
        (Action.c_name a);
      line ("return " ^ public_name a ^ " (")
        (Ctypes.values a @ ["&optargs"]) ");")

let action a =
  pr "/* ---- %s ---- */\n\n" a.name;
  optarg_names a;
  if a.wrapper then (check a; trace a);
  if Action.is_daemon a then call a;
  if a.wrapper then public a else bare a;
  if has_optargs a then (variadic_va a; variadic a);
  if a.once_had_no_optargs then fixed_arity a

let client_c area () =
  start C LGPL ~from:(area_source area.Table.area)
    "The public functions of this area.";
  raw {|#include <config.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

/* Deprecated functions are defined here like the others. */
#define GUESTFS_NO_WARN_DEPRECATED
#include "handle.h"
#include "client.h"
#include "codec.h"
#include "impl.h"
#include "proto.h"
#include "protocol.h"

#define MAYBE_UNUSED __attribute__ ((unused))

|};
  List.iter action area.actions

(* ---- What lib/actions implements. ---- *)

let impl_h t () =
  start C LGPL ~from:all_areas "What lib/actions/<area>.c implements.";
  pr "#ifndef GUESTFS_INT_IMPL_H\n#define GUESTFS_INT_IMPL_H\n\n";
  pr "#define GUESTFS_PRIVATE 1\n#include \"guestfs.h\"\n\n";
  List.iter (fun a ->
      line (Printf.sprintf "extern %sguestfs_impl_%s ("
              (Ctypes.ret_type a.ret) (Action.c_name a)) (params a) ");")
    (Table.library_actions t);
  pr "\n#endif /* GUESTFS_INT_IMPL_H */\n"

let outputs t =
  let file area =
    Printf.sprintf "lib/gen/client-%s.c" area.Table.area, client_c area in
  ("lib/gen/impl.h", impl_h t) :: List.map file t.Table.areas
