(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Short words for writing the tests of an action. *)

open Types

(** [ok ["mkdir"; "/a"]]: the call must succeed. *)
val ok : string list -> step

(** [["cat"; "/a"] ==> Is "text"]: the call must give this. *)
val ( ==> ) : string list -> expect -> step

(** [fails "ENOENT" ["cat"; "/none"]]: and this is the errno. *)
val fails : string -> string list -> step

(** [test Filesystem [...]]: a test that the manual does not show. *)
val test : ?needs:string list -> setup -> step list -> test

(** [example Filesystem [...]]: a test that the manual shows. *)
val example : ?needs:string list -> setup -> step list -> test
