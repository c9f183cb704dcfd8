(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Actions of the public interface that no area defines yet, so that
   documentation can already name them.  The area that defines one takes it
   out of this list; when it is empty, this file goes.

   Programs that were linked with a whole library, as those of Debian's
   guestfs-tools, do not start when a function is missing, whether they call it
   or not: these are exported and fail (lib/gen/planned.c).  No header declares
   them. *)

open Types

type t = {
  name : string;
  ret : ret;
  optargs : bool;
}

let all : t list = []

let names = List.map (fun a -> a.name) all

let functions a =
  List.map (fun suffix -> a.name ^ suffix)
    ("" :: if a.optargs then ["_argv"; "_va"] else [])
