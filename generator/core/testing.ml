(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Short words for writing the tests of an action. *)

open Types

let ok call = (call, Succeeds)
let ( ==> ) call expect = (call, expect)
let fails errno call = (call, Fails_with errno)
let test ?(needs = []) setup steps = { setup; needs; example = false; steps }
let example ?(needs = []) setup steps = { setup; needs; example = true; steps }
