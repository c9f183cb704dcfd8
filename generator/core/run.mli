(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The command line of the generator: runs [Main.outputs] on the real table
   when it is linked. *)
