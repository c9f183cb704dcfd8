(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What library and daemon share: procedure numbers, the encoding of structs,
   and the same as an XDR specification. *)

open Types
open Text

let structs_source = "generator/core/structs.ml"

(* ---- Procedure numbers. ---- *)

let by_number t =
  let number a = Action.proc_nr a in
  List.sort (fun a b -> compare (number a) (number b)) (Table.daemon_actions t)

let each_number t f =
  List.iter (fun a -> Option.iter (f a) (Action.proc_nr a)) (by_number t)

let protocol_h t () =
  start C LGPL ~from:all_areas "The number of each procedure of the daemon.";
  pr "#ifndef GUESTFS_INT_PROTOCOL_H\n#define GUESTFS_INT_PROTOCOL_H\n\n";
  each_number t (fun a nr -> pr "#define GUESTFS_PROC_%s %d\n"
                               (Action.upper a) nr);
  pr "\n#define GUESTFS_MAX_PROC %d\n" (Table.max_proc t);
  pr "/* The version of the library's file has this number. */\n";
  pr "#define GUESTFS_MAX_EXPORTED_PROC %d\n" (Table.max_exported_proc t);
  pr "\n#endif /* GUESTFS_INT_PROTOCOL_H */\n"

(* ---- Structs in C. ---- *)

let codec_prototypes s =
  let extern name params =
    arguments (Printf.sprintf "extern void %s (" name) params ");\n" in
  let c = "struct guestfs_" ^ s in
  extern ("wire_put_" ^ s) ["struct wire_writer *w"; "const " ^ c ^ " *s"];
  extern ("wire_get_" ^ s) ["struct wire_reader *r"; c ^ " *ret_s"];
  extern ("guestfs_int_clear_" ^ s) [c ^ " *s"]

let codec_h t () =
  start C LGPL ~from:structs_source "Structs: encode, decode, clear.";
  raw {|/* wire_get_… fills *ret_s; when it fails (r->failed) nothing in it is
 * owned.  guestfs_int_clear_… frees what is in a struct, not the struct
 * itself. */

#ifndef GUESTFS_INT_CODEC_H
#define GUESTFS_INT_CODEC_H

#define GUESTFS_PRIVATE 1
#include "guestfs.h"
#include "wire.h"

|};
  List.iter (fun s ->
      codec_prototypes s.s_name;
      codec_prototypes (s.s_name ^ "_list");
      pr "\n") t.Table.structs;
  pr "#endif /* GUESTFS_INT_CODEC_H */\n"

let codec_helpers = {|#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "codec.h"

#define MAYBE_UNUSED __attribute__ ((unused))

/* A member that was never set is sent as an empty string. */
MAYBE_UNUSED static void
put_string (struct wire_writer *w, const char *s)
{
  wire_put_string (w, s ? s : "");
}

MAYBE_UNUSED static char *
get_buffer (struct wire_reader *r, uint32_t *ret_len)
{
  size_t n = 0;
  char *p = wire_get_opaque (r, &n);

  *ret_len = n;
  return p;
}

MAYBE_UNUSED static char
get_char (struct wire_reader *r)
{
  int32_t c = wire_get_i32 (r);

  if (c < -128 || c > 255)
    r->failed = true;
  return c;
}

|}

let put_field = function
  | FChar n -> pr "wire_put_i32 (w, s->%s);\n" n
  | FString n | FDevice n -> pr "put_string (w, s->%s);\n" n
  | FBuffer n -> pr "wire_put_opaque (w, s->%s, s->%s_len);\n" n n
  | FUInt32 n -> pr "wire_put_u32 (w, s->%s);\n" n
  | FInt32 n -> pr "wire_put_i32 (w, s->%s);\n" n
  | FUInt64 n | FBytes n -> pr "wire_put_u64 (w, s->%s);\n" n
  | FInt64 n -> pr "wire_put_i64 (w, s->%s);\n" n
  | FUUID n -> pr "wire_put_fixed (w, s->%s, sizeof s->%s);\n" n n
  | FOptPercent n -> pr "wire_put_float (w, s->%s);\n" n

let get_field = function
  | FChar n -> pr "ret_s->%s = get_char (r);\n" n
  | FString n | FDevice n -> pr "ret_s->%s = wire_get_string (r);\n" n
  | FBuffer n -> pr "ret_s->%s = get_buffer (r, &ret_s->%s_len);\n" n n
  | FUInt32 n -> pr "ret_s->%s = wire_get_u32 (r);\n" n
  | FInt32 n -> pr "ret_s->%s = wire_get_i32 (r);\n" n
  | FUInt64 n | FBytes n -> pr "ret_s->%s = wire_get_u64 (r);\n" n
  | FInt64 n -> pr "ret_s->%s = wire_get_i64 (r);\n" n
  | FUUID n -> pr "wire_get_fixed (r, ret_s->%s, sizeof ret_s->%s);\n" n n
  | FOptPercent n -> pr "ret_s->%s = wire_get_float (r);\n" n

let define ?(static = false) name params body =
  pr "%svoid\n" (if static then "static " else "");
  arguments (name ^ " (") params ")\n";
  nested "{" body "}";
  pr "\n"

let codec_of_struct s =
  let c = "struct guestfs_" ^ s.s_name in
  define ("guestfs_int_clear_" ^ s.s_name) [c ^ " *s"] (fun () ->
      let free f =
        if Structs.owns_memory f then pr "free (s->%s);\n"
                                        (Structs.field_name f) in
      List.iter free s.s_fields;
      pr "memset (s, 0, sizeof *s);\n");
  define ("wire_put_" ^ s.s_name)
    ["struct wire_writer *w"; "const " ^ c ^ " *s"]
    (fun () -> List.iter put_field s.s_fields);
  define ("wire_get_" ^ s.s_name) ["struct wire_reader *r"; c ^ " *ret_s"]
    (fun () ->
      List.iter get_field s.s_fields;
      pr "if (r->failed)\n";
      pr "  guestfs_int_clear_%s (ret_s);\n" s.s_name)

let get_list s () =
  let n = s.s_name in
  pr "uint32_t n = wire_get_count (r, %d);\n\n" (Structs.wire_size s);
  pr "memset (ret_s, 0, sizeof *ret_s);\n";
  pr "if (n > 0)\n";
  pr "  ret_s->val = wire_alloc (r, n, sizeof *ret_s->val);\n";
  pr "for (; ret_s->len < n && !r->failed; ret_s->len++)\n";
  pr "  wire_get_%s (r, &ret_s->val[ret_s->len]);\n" n;
  pr "if (r->failed)\n";
  pr "  guestfs_int_clear_%s_list (ret_s);\n" n

let codec_of_list s =
  let n = s.s_name in
  let c = "struct guestfs_" ^ n ^ "_list" in
  let each f =
    pr "for (uint32_t i = 0; i < s->len; i++)\n";
    pr "  %s\n" f in
  define ("guestfs_int_clear_" ^ n ^ "_list") [c ^ " *s"] (fun () ->
      each (Printf.sprintf "guestfs_int_clear_%s (&s->val[i]);" n);
      pr "free (s->val);\n";
      pr "memset (s, 0, sizeof *s);\n");
  define ("wire_put_" ^ n ^ "_list")
    ["struct wire_writer *w"; "const " ^ c ^ " *s"] (fun () ->
      pr "wire_put_u32 (w, s->len);\n";
      each (Printf.sprintf "wire_put_%s (w, &s->val[i]);" n));
  define ("wire_get_" ^ n ^ "_list")
    ["struct wire_reader *r"; c ^ " *ret_s"] (get_list s)

let codec_c t () =
  start C LGPL ~from:structs_source "Structs: encode, decode, clear.";
  raw codec_helpers;
  List.iter (fun s -> codec_of_struct s; codec_of_list s) t.Table.structs

(* ---- XDR. ---- *)

let xdr_field = function
  | FChar n -> "int " ^ n
  | FString n | FDevice n -> "string " ^ n ^ "<>"
  | FBuffer n -> "opaque " ^ n ^ "<>"
  | FUInt32 n -> "unsigned int " ^ n
  | FInt32 n -> "int " ^ n
  | FUInt64 n | FBytes n -> "unsigned hyper " ^ n
  | FInt64 n -> "hyper " ^ n
  | FUUID n -> "opaque " ^ n ^ "[32]"
  | FOptPercent n -> "float " ^ n

let xdr_member (v : Kinds.value) =
  if Kinds.is_stream v then None else Some (v.form.xdr v.name)

(* XDR has no empty structs: nothing is sent then. *)
let xdr_struct name = function
  | [] -> ()
  | fields ->
     nested (Printf.sprintf "struct %s {" name)
       (fun () -> List.iter (pr "%s;\n") fields) "};";
     pr "\n"

let xdr_action a =
  xdr_struct ("guestfs_" ^ a.name ^ "_args")
    (List.filter_map xdr_member (Action.args a @ Action.optargs a));
  xdr_struct ("guestfs_" ^ a.name ^ "_ret")
    (Option.to_list (Action.result a).xdr)

let xdr_fixed = {|/* Every message is a frame: kind, length and that many bytes.
 * common/frame.h says what is sent when. */

const GUESTFS_PROGRAM = 0x2000F5F5;
const GUESTFS_PROTOCOL_VERSION = 5;

typedef string guestfs_str<>;

enum guestfs_message_direction {
  GUESTFS_DIRECTION_CALL = 0,
  GUESTFS_DIRECTION_REPLY = 1
};

enum guestfs_message_status {
  GUESTFS_STATUS_OK = 0,
  GUESTFS_STATUS_ERROR = 1
};

/* In front of the arguments of a call, and of its result or error. */
struct guestfs_message_header {
  unsigned int prog;
  unsigned int vers;
  unsigned int proc;
  guestfs_message_direction direction;
  unsigned int serial;
  unsigned hyper progress_hint;
  unsigned hyper optargs_bitmask;
  guestfs_message_status status;
};

struct guestfs_message_error {
  string errno_name<>;
  string message<>;
};

struct guestfs_hello {
  unsigned int protocol;
  string build<>;
  string kernel<>;
};

struct guestfs_setup {
  unsigned int verbose;
  unsigned int trace_commands;
  unsigned int network;
  unsigned int old_distros;
  string rescue_term<>;
  unsigned hyper clock_sec;
  unsigned int clock_nsec;
  opaque entropy<>;
  unsigned int drives<>;
  guestfs_str labels<>;
  unsigned int request_kib<>;
  guestfs_str left_out<>;
};

struct guestfs_progress {
  unsigned int proc;
  unsigned int serial;
  unsigned hyper position;
  unsigned hyper total;
};

struct guestfs_doing {
  string what<>;
  string device<>;
  string type<>;
};

|}

let xdr_procedures t =
  let all = by_number t in
  nested "enum guestfs_procedure {" (fun () ->
      let last = List.length all - 1 in
      List.iteri (fun i a ->
          pr "GUESTFS_PROC_%s = %d%s\n" (Action.upper a)
            (Option.get (Action.proc_nr a)) (if i = last then "" else ","))
        all) "};"

let protocol_x t () =
  start C LGPL ~from:all_areas "The protocol between library and daemon.";
  raw xdr_fixed;
  List.iter (fun s -> xdr_struct ("guestfs_int_" ^ s.s_name)
                        (List.map xdr_field s.s_fields)) t.Table.structs;
  List.iter xdr_action (Table.daemon_actions t);
  if Table.daemon_actions t <> [] then xdr_procedures t

let outputs t = [
  "common/gen/protocol.h", protocol_h t;
  "common/gen/codec.h", codec_h t;
  "common/gen/codec.c", codec_c t;
  "common/gen/guestfs_protocol.x", protocol_x t;
]
