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

let bit a arg =
  Printf.sprintf "%s_%s_BITMASK" (Action.optarg_prefix a)
    (Utils.upper (Action.optarg_name arg))

let if_set a arg f =
  pr "if (optargs->bitmask & %s)\n" (bit a arg);
  indented 2 f

let error_value a = Option.value (Ctypes.error_value a.ret) ~default:"NULL"

(* ---- Names of optional arguments. ---- *)

let optarg_names a =
  if has_optargs a then (
    pr "static const char *const optargs_%s[] = {\n" a.name;
    List.iter (fun o -> pr "  %s,\n" (c_string (Action.optarg_name o)))
      (Action.optargs a);
    pr "  NULL\n};\n\n"
  )

(* ---- Checks. ---- *)

let must_not_be_null = function
  | String (_, n) | StringList (_, n) | BufferIn n | Pointer (_, n) -> Some n
  | Bool _ | Int _ | Int64 _ | OptString _ -> None

let optarg_must_not_be_null = function
  | OString _ | OStringList _ -> true
  | OBool _ | OInt _ | OInt64 _ -> false

let fail condition =
  pr "if (%s == -1)\n  return -1;\n" condition

let check_arg n =
  fail (Printf.sprintf "guestfs_int_check_not_null (g, %s, %s)"
          (c_string n) n)

let check_optarg a o =
  let n = Action.optarg_name o in
  pr "if ((optargs->bitmask & %s) &&\n" (bit a o);
  line "    guestfs_int_check_not_null ("
    ["g"; c_string n; "optargs->" ^ n] ") == -1)";
  pr "  return -1;\n"

let needs_check a =
  a.config_only || has_optargs a
  || List.exists (fun arg -> must_not_be_null arg <> None) a.args

(* Actions whose arguments are only numbers need no handle's name for them. *)
let unused_param a p =
  let checked = List.filter_map must_not_be_null a.args in
  let name =
    List.find_opt (fun arg -> List.mem p (Ctypes.arg_params arg)) a.args in
  match name with
  | None -> p
  | Some (BufferIn n) when p = "const char *" ^ n -> p
  | Some (BufferIn _) -> p ^ " MAYBE_UNUSED"
  | Some arg when List.mem (Action.arg_name arg) checked -> p
  | Some _ -> p ^ " MAYBE_UNUSED"

let check a =
  if needs_check a then
    define ~static:true "int" ("check_" ^ a.name)
      (List.map (unused_param a) (in_params a)) (fun () ->
        if a.config_only then fail "guestfs_int_check_config (g)";
        List.iter check_arg (List.filter_map must_not_be_null a.args);
        if has_optargs a then (
          line "if (guestfs_int_check_bitmask ("
            ["g"; "optargs->bitmask"; "optargs_" ^ a.name] ") == -1)";
          pr "  return -1;\n");
        List.iter (check_optarg a)
          (List.filter optarg_must_not_be_null (Action.optargs a));
        pr "return 0;\n")

(* ---- Trace of the call. ---- *)

let hidden = "***secret***"

let trace_arg = function
  | Bool n -> line "guestfs_int_trace_printf ("
                ["&tb"; "\" %s\""; n ^ " ? \"true\" : \"false\""] ");"
  | Int n -> line "guestfs_int_trace_printf (" ["&tb"; "\" %d\""; n] ");"
  | Int64 n ->
     line "guestfs_int_trace_printf (" ["&tb"; "\" %\" PRIi64"; n] ");"
  | String (Key, n) ->
     pr "(void) %s;\n" n;
     pr "guestfs_int_trace_printf (&tb, \" %s\");\n" hidden
  | String (_, n) | OptString n ->
     line "guestfs_int_trace_arg (" ["&tb"; n] ");"
  | StringList (Key, n) ->
     pr "(void) %s;\n" n;
     pr "guestfs_int_trace_printf (&tb, \" %s\");\n" hidden
  | StringList (_, n) -> line "guestfs_int_trace_arg_list (" ["&tb"; n] ");"
  | BufferIn n ->
     line "guestfs_int_trace_arg_buffer (" ["&tb"; n; n ^ "_size"] ");"
  | Pointer (t, n) ->
     line "guestfs_int_trace_printf ("
       ["&tb"; c_string (" (" ^ t ^ ")%p"); n] ");"

(* Passwords of network drives are the one optional argument to hide. *)
let trace_optarg o =
  let n = Action.optarg_name o in
  let value = "optargs->" ^ n in
  let print format value =
    line "guestfs_int_trace_printf (" ["&tb"; format; value] ");" in
  match o with
  | OBool _ -> print (Printf.sprintf "\" \\\"%s:%%s\\\"\"" n)
                 (value ^ " ? \"true\" : \"false\"")
  | OInt _ -> print (Printf.sprintf "\" \\\"%s:%%d\\\"\"" n) value
  | OInt64 _ ->
     print (Printf.sprintf "\" \\\"%s:%%\" PRIi64 \"\\\"\"" n) value
  | OString "secret" ->
     line "guestfs_int_trace_optarg ("
       ["&tb"; c_string n; c_string hidden] ");"
  | OString _ -> line "guestfs_int_trace_optarg ("
                   ["&tb"; c_string n; value] ");"
  | OStringList _ -> line "guestfs_int_trace_optarg_list ("
                       ["&tb"; c_string n; value] ");"

let trace a =
  define ~static:true "void" ("trace_" ^ a.name) (in_params a) (fun () ->
      pr "struct trace_buffer tb;\n\n";
      pr "guestfs_int_trace_open (g, &tb, %s);\n" (c_string a.name);
      List.iter trace_arg a.args;
      List.iter (fun o -> if_set a o (fun () -> trace_optarg o))
        (Action.optargs a);
      pr "guestfs_int_trace_send (&tb);\n")

let trace_ret a =
  let call what args =
    line ("guestfs_int_trace_ret_" ^ what ^ " (")
      (["g"; c_string a.name] @ args) ");" in
  match a.ret with
  | RErr | RInt _ | RInt64 _ | RBool _ -> call "int" ["ret"]
  | RConstString _ | RString _ -> call "string" ["ret"]
  | RConstOptString _ -> call "opt_string" ["ret"]
  | RStringList _ | RHashtable _ -> call "list" ["ret"]
  | RBufferOut _ -> call "buffer" ["ret"; "ret ? *size_r : 0"]
  | RStruct (_, s) -> call "struct" [c_string ("struct guestfs_" ^ s); "ret"]
  | RStructList (_, s) ->
     call "struct" [c_string ("struct guestfs_" ^ s ^ "_list"); "ret"]

(* ---- Calls of the daemon. ---- *)

let put_arg = function
  | Bool n -> pr "wire_put_bool (&call.args, %s);\n" n
  | Int n -> pr "wire_put_i32 (&call.args, %s);\n" n
  | Int64 n -> pr "wire_put_i64 (&call.args, %s);\n" n
  | String (FileIn, n) -> pr "call.file_in = %s;\n" n
  | String (FileOut, n) -> pr "call.file_out = %s;\n" n
  | String (_, n) -> pr "wire_put_string (&call.args, %s);\n" n
  | OptString n -> pr "wire_put_opt_string (&call.args, %s);\n" n
  | StringList (_, n) -> pr "wire_put_string_list (&call.args, %s);\n" n
  | BufferIn n -> pr "wire_put_opaque (&call.args, %s, %s_size);\n" n n
  | Pointer (_, n) -> invalid_arg ("a daemon action takes a pointer: " ^ n)

(* One that is not set may not even be there: structs grow. *)
let put_optarg a o =
  let put what default =
    pr "wire_put_%s (&call.args,\n" what;
    let column = String.length what + 11 in
    indented column (fun () ->
        pr "optargs->bitmask & %s\n" (bit a o);
        pr "? optargs->%s : %s);\n" (Action.optarg_name o) default) in
  match o with
  | OBool _ -> put "bool" "0"
  | OInt _ -> put "i32" "0"
  | OInt64 _ -> put "i64" "0"
  | OString _ -> put "string" "\"\""
  | OStringList _ -> put "string_list" "(char *const []) { NULL }"

(* What follows a successful call: decodes into ret. *)
let decode_pointer ~free get =
  nested "if (guestfs_int_call_run (&call) == 0) {" (fun () ->
      get ();
      nested "if (!guestfs_int_call_finished (&call)) {" (fun () ->
          pr "%s (ret);\n" free;
          pr "ret = NULL;\n") "}") "}"

let decode_number get =
  nested "if (guestfs_int_call_run (&call) == 0) {" (fun () ->
      pr "ret = %s (&call.ret);\n" get;
      pr "if (!guestfs_int_call_finished (&call))\n";
      pr "  ret = -1;\n";
      if get <> "wire_get_bool" then (
        pr "else if (ret == -1)\n";
        pr "  guestfs_int_negative_reply (g);\n")) "}"

let decode_struct s =
  decode_pointer ~free:("guestfs_free_" ^ s) (fun () ->
      pr "ret = safe_calloc (g, 1, sizeof *ret);\n";
      pr "wire_get_%s (&call.ret, ret);\n" s)

let decode = function
  | RErr ->
     pr "if (guestfs_int_call_run (&call) == 0 &&\n";
     pr "    guestfs_int_call_finished (&call))\n";
     pr "  ret = 0;\n"
  | RInt _ -> decode_number "wire_get_i32"
  | RInt64 _ -> decode_number "wire_get_i64"
  | RBool _ -> decode_number "wire_get_bool"
  | RString _ ->
     decode_pointer ~free:"free" (fun () ->
         pr "ret = wire_get_string (&call.ret);\n")
  | RStringList _ ->
     decode_pointer ~free:"string_list_free" (fun () ->
         pr "ret = wire_get_string_list (&call.ret);\n")
  | RHashtable _ ->
     decode_pointer ~free:"string_list_free" (fun () ->
         pr "ret = wire_get_string_list (&call.ret);\n";
         pr "if (ret && string_list_length (ret) %% 2 != 0)\n";
         pr "  call.ret.failed = true;       /* a key without a value */\n")
  | RBufferOut _ ->
     decode_pointer ~free:"free" (fun () ->
         pr "ret = wire_get_opaque (&call.ret, size_r);\n")
  | RStruct (_, s) -> decode_struct s
  | RStructList (_, s) -> decode_struct (s ^ "_list")
  | RConstString n | RConstOptString n ->
     invalid_arg ("a daemon action returns a constant: " ^ n)

let call a =
  define ~static:true (Ctypes.ret_type a.ret) ("call_" ^ a.name) (params a)
    (fun () ->
      pr "struct call call;\n";
      pr "%sret = %s;\n\n" (Ctypes.ret_type a.ret) (error_value a);
      line "guestfs_int_call_init ("
        ["g"; "&call"; c_string a.name; "GUESTFS_PROC_" ^ Action.upper a]
        ");";
      if Action.can_be_cancelled a then pr "call.cancellable = true;\n";
      if has_optargs a then pr "call.optargs = optargs->bitmask;\n";
      List.iter put_arg a.args;
      List.iter (put_optarg a) (Action.optargs a);
      decode a.ret;
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

let va_type = function
  | OBool _ | OInt _ -> "int"
  | OInt64 _ -> "int64_t"
  | OString _ -> "const char *"
  | OStringList _ -> "char *const *"

let take_optarg a o =
  let n = Action.optarg_name o in
  pr "case %s_%s:\n" (Action.optarg_prefix a) (Utils.upper n);
  pr "  optargs.%s = va_arg (args, %s);\n" n (va_type o);
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
