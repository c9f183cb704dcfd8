(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* lib/gen/structs.c: free, copy and compare structs and their lists. *)

open Types
open Text

let helpers = {|#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "codec.h"

#define MAYBE_UNUSED __attribute__ ((unused))
#define ORDER(a, b) ((a) < (b) ? -1 : (a) > (b))

MAYBE_UNUSED static int
compare_strings (const char *a, const char *b)
{
  if (!a || !b)
    return ORDER (a != NULL, b != NULL);
  return strcmp (a, b);
}

MAYBE_UNUSED static int
compare_buffers (const char *a, size_t a_len, const char *b, size_t b_len)
{
  size_t n = a_len < b_len ? a_len : b_len;
  int r = n > 0 ? memcmp (a, b, n) : 0;

  return r != 0 ? r : ORDER (a_len, b_len);
}

/* 0, or -1 when memory is out. A NUL byte is kept behind the copy. */
MAYBE_UNUSED static int
copy_buffer (char **ret_d, const char *s, size_t n)
{
  if (!s)
    return 0;
  *ret_d = malloc (n + 1);
  if (!*ret_d)
    return -1;
  memcpy (*ret_d, s, n);
  (*ret_d)[n] = '\0';
  return 0;
}

MAYBE_UNUSED static int
copy_string (char **ret_d, const char *s)
{
  return s ? copy_buffer (ret_d, s, strlen (s)) : 0;
}

|}

let define returns name params body =
  pr "%s\n" returns;
  arguments (name ^ " (") params ")\n";
  nested "{" body "}";
  pr "\n"

let free s =
  define "void" ("guestfs_free_" ^ s) ["struct guestfs_" ^ s ^ " *s"]
    (fun () ->
      pr "if (!s)\n  return;\n";
      pr "guestfs_int_clear_%s (s);\n" s;
      pr "free (s);\n")

(* Compare the members in order until two differ. *)
let compare_field = function
  | FString n | FDevice n -> pr "compare_strings (a->%s, b->%s);\n" n n
  | FBuffer n ->
     arguments "compare_buffers ("
       ["a->" ^ n; "a->" ^ n ^ "_len"; "b->" ^ n; "b->" ^ n ^ "_len"] ");\n"
  | FUUID n -> pr "memcmp (a->%s, b->%s, sizeof a->%s);\n" n n n
  | FChar n | FUInt32 n | FInt32 n | FUInt64 n | FInt64 n | FBytes n
  | FOptPercent n -> pr "ORDER (a->%s, b->%s);\n" n n

let compare_params s =
  ["const struct guestfs_" ^ s ^ " *a"; "const struct guestfs_" ^ s ^ " *b"]

let compare_struct s =
  define "int" ("guestfs_compare_" ^ s.s_name) (compare_params s.s_name)
    (fun () ->
      let field f =
        pr "if (r == 0)\n  r = ";
        compare_field f in
      pr "int r = 0;\n\n";
      List.iter field s.s_fields;
      pr "return r;\n")

let compare_list s =
  let list = s ^ "_list" in
  define "int" ("guestfs_compare_" ^ list) (compare_params list) (fun () ->
      pr "int r = ORDER (a->len, b->len);\n\n";
      pr "for (uint32_t i = 0; r == 0 && i < a->len; i++)\n";
      pr "  r = guestfs_compare_%s (&a->val[i], &b->val[i]);\n" s;
      pr "return r;\n")

(* What is in a struct, into memory that is there already. *)
let copy_members s =
  let owned = List.filter Structs.owns_memory s.s_fields in
  let copy f =
    let n = Structs.field_name f in
    match f with
    | FBuffer _ ->
       Printf.sprintf "copy_buffer (&ret_d->%s, s->%s, s->%s_len) == -1" n n n
    | FChar _ | FString _ | FDevice _ | FUInt32 _ | FInt32 _ | FUInt64 _
    | FInt64 _ | FBytes _ | FUUID _ | FOptPercent _ ->
       Printf.sprintf "copy_string (&ret_d->%s, s->%s) == -1" n n in
  let clear f = pr "ret_d->%s = NULL;\n" (Structs.field_name f) in
  let c = "struct guestfs_" ^ s.s_name in
  define "static int" ("copy_members_" ^ s.s_name)
    [c ^ " *ret_d"; "const " ^ c ^ " *s"] (fun () ->
      pr "*ret_d = *s;\n";
      List.iter clear owned;
      if owned <> [] then (
        let conditions = List.map copy owned in
        pr "if (%s) {\n" (String.concat " ||\n    " conditions);
        pr "  guestfs_int_clear_%s (ret_d);\n" s.s_name;
        pr "  return -1;\n}\n");
      pr "return 0;\n")

let copy_params s = ["const struct guestfs_" ^ s ^ " *s"]

let copy_struct s =
  let c = "struct guestfs_" ^ s ^ " *" in
  define c ("guestfs_copy_" ^ s) (copy_params s) (fun () ->
      pr "%sd = malloc (sizeof *d);\n\n" c;
      nested (Printf.sprintf "if (d && copy_members_%s (d, s) == -1) {" s)
        (fun () -> pr "free (d);\n"; pr "d = NULL;\n") "}";
      pr "return d;\n")

let copy_list s =
  let list = s ^ "_list" in
  let c = "struct guestfs_" ^ list ^ " *" in
  define c ("guestfs_copy_" ^ list) (copy_params list) (fun () ->
      pr "%sd = calloc (1, sizeof *d);\n\n" c;
      pr "if (d && s->len > 0)\n";
      pr "  d->val = calloc (s->len, sizeof *d->val);\n";
      pr "if (!d || (s->len > 0 && !d->val))\n";
      pr "  goto failed;\n";
      pr "for (; d->len < s->len; d->len++)\n";
      pr "  if (copy_members_%s (&d->val[d->len], &s->val[d->len]) == -1)\n" s;
      pr "    goto failed;\n";
      pr "return d;\n\n";
      raw " failed:\n";
      pr "guestfs_free_%s (d);\n" list;
      pr "return NULL;\n")

let structure s =
  let name = s.s_name in
  free name;
  free (name ^ "_list");
  compare_struct s;
  compare_list name;
  copy_members s;
  copy_struct name;
  copy_list name

let structs_c t () =
  start C LGPL ~from:"generator/core/structs.ml"
    "Free, copy and compare the structs that actions return.";
  raw helpers;
  List.iter structure t.Table.structs

let outputs t = ["lib/gen/structs.c", structs_c t]
