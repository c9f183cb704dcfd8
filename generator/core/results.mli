(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What there is to know about each type of a result: what core/kinds.ml is
   for arguments. *)

open Types

type shape =
  | Status                  (** whether the call succeeded, and no more *)
  | Number
  | Constant                (** a string that belongs to the handle *)
  | Memory                  (** strings that the caller frees *)
  | Struct of string        (** the struct of that name *)
  | Struct_list of string   (** a list of them *)

type t = {
  word : string;            (** "RInt": the name of the constructor *)
  details : (string * string) list;  (** what else --dump-api says *)
  shape : shape;
  c_type : string;          (** "int ", "char *" *)
  error : string option;    (** "-1" or "NULL"; None: no value is an error *)
  sized : bool;             (** its length is in one more parameter *)
  integer : bool;           (** guestfish can print it in another base *)
  trace : string;           (** of guestfs_int_trace_ret_<trace> *)
  wire : string;            (** of wire_put_<wire> and wire_get_<wire> *)
  pairs : bool;             (** keys and values alternate *)
  holder : string;          (** frees it in the daemon: "CLEANUP_FREE " *)
  free : string;            (** frees it in a program *)
  xdr : string option;      (** the member of the struct in XDR *)
  print : string;           (** the function of guestfish that prints it *)
  fish : string;            (** of FISH_RESULT_<fish>: what it is in JSON *)
  got : string * string list;
      (** the function of tests/runner/got.c that takes it, and what else it
          is told *)
  about : string;           (** what the manual says after "Returns" *)
}

val of_ret : ret -> t
