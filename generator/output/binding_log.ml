(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the programs that test the languages must print. *)

let outputs t = [
  "tests/gen/bindings.log", (fun () -> Text.raw (Binding_tests.log t));
  "tests/gen/bindings.printed",
  (fun () -> Text.raw (Binding_tests.printed t));
]
