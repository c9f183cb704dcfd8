(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* include/guestfs.h: what programs see.

   Names, values and layouts are an interface that existing programs were
   compiled against: they never change. *)

open Types
open Text

let have name = pr "#define GUESTFS_HAVE_%s 1\n" (Utils.upper name)

let extern ?(attributes = "") returns name params =
  arguments
    (Printf.sprintf "extern GUESTFS_DLL_PUBLIC %sguestfs_%s (" returns name)
    (if params = [] then ["void"] else params)
    ((if attributes = "" then ")" else ")\n  " ^ attributes) ^ ";\n")

(* ---- The parts that do not depend on the table. ---- *)

let preamble () =
  raw {|#ifndef GUESTFS_H_
#define GUESTFS_H_

#include <stddef.h>
#include <stdint.h>
#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined (__GNUC__) && !defined (GUESTFS_GCC_VERSION)
#define GUESTFS_GCC_VERSION \
  (__GNUC__ * 10000 + __GNUC_MINOR__ * 100 + __GNUC_PATCHLEVEL__)
#endif

/* Define GUESTFS_NO_WARN_DEPRECATED before including this file to use
 * deprecated functions without a warning, or GUESTFS_NO_DEPRECATED to find
 * them missing.
 */
#if !defined (GUESTFS_NO_WARN_DEPRECATED) && defined (GUESTFS_GCC_VERSION) \
  && (GUESTFS_GCC_VERSION >= 40500 || defined (__clang__))
#define GUESTFS_DEPRECATED_NO_REPLACEMENT \
  __attribute__ ((__deprecated__))
#define GUESTFS_DEPRECATED_REPLACED_BY(s) \
  __attribute__ ((__deprecated__ ("use guestfs_" s " instead")))
#else
#define GUESTFS_DEPRECATED_NO_REPLACEMENT
#define GUESTFS_DEPRECATED_REPLACED_BY(s)
#endif

#if defined (GUESTFS_GCC_VERSION) && GUESTFS_GCC_VERSION >= 40000
#define GUESTFS_DLL_PUBLIC __attribute__ ((__visibility__ ("default")))
#else
#define GUESTFS_DLL_PUBLIC
#endif

#if defined (GUESTFS_GCC_VERSION) && GUESTFS_GCC_VERSION >= 40000
#define GUESTFS_NORETURN __attribute__ ((__noreturn__))
#else
#define GUESTFS_NORETURN
#endif

#ifndef GUESTFS_TYPEDEF_H
#define GUESTFS_TYPEDEF_H 1
typedef struct guestfs_h guestfs_h;
#endif

|}

let callback { Handle.typedef; params } =
  let guard = "GUESTFS_TYPEDEF_" ^ Utils.upper typedef in
  pr "#ifndef %s\n" guard;
  pr "#define %s 1\n" guard;
  arguments (Printf.sprintf "typedef void (*guestfs_%s) (" typedef) params
    (if typedef = "abort_cb" then ") GUESTFS_NORETURN;\n" else ");\n");
  pr "#endif\n\n"

let create_flags () =
  pr "#define GUESTFS_CREATE_NO_ENVIRONMENT   (1 << 0)\n";
  pr "#define GUESTFS_CREATE_NO_CLOSE_ON_EXIT (1 << 1)\n\n"

let events () =
  List.iter (fun e -> pr "#define %-29s 0x%04x\n" (Events.macro e)
                        (Events.mask e)) Events.all;
  pr "#define %-29s 0x%04x\n\n" "GUESTFS_EVENT_ALL" Events.all_mask

let replaced_by name =
  Printf.sprintf "GUESTFS_DEPRECATED_REPLACED_BY (\"%s\")" name

(* Deprecated functions go away when the program asks for it. *)
let unless_hidden deprecated f =
  if deprecated then pr "#ifndef GUESTFS_NO_DEPRECATED\n";
  f ();
  if deprecated then pr "#endif\n"

let handle_function (f : Handle.t) =
  if f.have then have f.name;
  let attributes =
    match f.deprecated_by with
    | Some by -> replaced_by by
    | None -> "" in
  unless_hidden (f.deprecated_by <> None)
    (fun () -> extern ~attributes f.returns f.name f.params)

let handle_group (g : Handle.group) =
  pr "/* %s */\n" g.title;
  List.iter handle_function g.functions;
  pr "\n"

(* ---- Structs. ---- *)

let struct_functions s =
  let one = Printf.sprintf "struct guestfs_%s *" s in
  extern "int " ("compare_" ^ s) ["const " ^ one; "const " ^ one];
  extern one ("copy_" ^ s) ["const " ^ one];
  extern "void " ("free_" ^ s) [one]

let structure s =
  have ("struct_" ^ s.s_name);
  nested (Printf.sprintf "struct guestfs_%s {" s.s_name) (fun () ->
      List.concat_map Structs.field_c_decls s.s_fields
      |> List.iter (pr "%s;\n")) "};";
  nested (Printf.sprintf "struct guestfs_%s_list {" s.s_name) (fun () ->
      pr "uint32_t len;\n";
      pr "struct guestfs_%s *val;\n" s.s_name) "};";
  struct_functions s.s_name;
  struct_functions (s.s_name ^ "_list");
  pr "\n"

(* ---- Actions. ---- *)

let deprecation a =
  match a.deprecated with
  | Current -> ""
  | Deprecated -> "GUESTFS_DEPRECATED_NO_REPLACEMENT"
  | Replaced_by other -> replaced_by other

let optarg_macros a (bit, arg) =
  let name =
    Action.optarg_prefix a ^ "_"
    ^ Utils.upper (Kinds.of_optarg arg).name in
  pr "#define %s %d\n" name bit;
  pr "#define %s_BITMASK (UINT64_C(1)<<%d)\n" name bit

let argv_member (v : Kinds.value) = pr "%s%s;\n" v.form.c_type v.name

let argv_struct a =
  nested (Printf.sprintf "struct guestfs_%s_argv {" (Action.c_name a))
    (fun () ->
      pr "uint64_t bitmask;\n";
      List.iter argv_member (Action.optargs a)) "};"

let with_optargs a =
  let returns = Ctypes.ret_type a.ret and name = Action.c_name a
  and params = Ctypes.params a in
  List.iter (optarg_macros a) a.optargs;
  argv_struct a;
  unless_hidden (Action.is_deprecated a) (fun () ->
      extern ~attributes:(deprecation a) returns name (params @ ["..."]));
  extern returns (name ^ "_va") (params @ ["va_list args"]);
  extern returns (name ^ "_argv") (params @ [Ctypes.argv_param a])

let fixed_arity a =
  unless_hidden (Action.is_deprecated a) (fun () ->
      extern ~attributes:(deprecation a) (Ctypes.ret_type a.ret) a.name
        (Ctypes.params a))

let action a =
  have a.name;
  if a.once_had_no_optargs || a.optargs = [] then fixed_arity a;
  if a.once_had_no_optargs then have (Action.c_name a);
  if a.optargs <> [] then with_optargs a;
  pr "\n"

(* ---- The whole. ---- *)

let private_part structs actions =
  pr "#if GUESTFS_PRIVATE\n";
  pr "/* For the library itself and the tests of language bindings: not part\n";
  pr " * of the interface. */\n\n";
  List.iter structure structs;
  List.iter action actions;
  pr "#endif /* GUESTFS_PRIVATE */\n\n"

(* How the feature macros were spelt first. *)
let old_macros public =
  let old name = pr "#define LIBGUESTFS_HAVE_%s 1\n" (Utils.upper name) in
  (* The one that is younger than the spelling. *)
  let had (f : Handle.t) = f.have && f.name <> "event_to_string" in
  List.iter (fun (f : Handle.t) -> if had f then old f.name) Handle.all;
  List.iter (fun (a : action) -> old a.name) public;
  pr "\n"

let guestfs_h t () =
  let public, hidden = List.partition Action.is_public (Table.actions t) in
  let external_, internal =
    List.partition (fun s -> s.s_external) t.Table.structs in
  start C LGPL ~from:all_areas "The C interface of libguestfs.";
  preamble ();
  List.iter callback Handle.callbacks;
  create_flags ();
  events ();
  List.iter handle_group Handle.groups;
  pr "/* Structs that actions return. */\n";
  List.iter structure external_;
  pr "/* Actions. */\n";
  List.iter action public;
  private_part internal hidden;
  pr "/* The same under older names. */\n";
  old_macros public;
  raw {|#ifdef __cplusplus
}
#endif

#endif /* GUESTFS_H_ */
|}

let outputs t = ["include/guestfs.h", guestfs_h t]
