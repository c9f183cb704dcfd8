(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Short words for writing the tests of an action. *)

open Types

(** [ok ["mkdir"; "/a"]]: the call must succeed. *)
let ok call : step = (call, Succeeds)

(** [["cat"; "/a"] ==> Is "text"]: the call must give this. *)
let ( ==> ) call expect : step = (call, expect)

(** [fails "ENOENT" ["cat"; "/none"]] *)
let fails errno call : step = (call, Fails_with errno)

(** [test Filesystem [...]]: a test that the manual does not show. *)
let test ?(needs = []) setup steps = { setup; needs; example = false; steps }

(** [example Filesystem [...]]: a test that the manual shows. *)
let example ?(needs = []) setup steps = { setup; needs; example = true; steps }
