(* SPDX-License-Identifier: LGPL-2.1-or-later *)
(* Finds the files of a filesystem that have the same content, and what could
   be saved: duplicates disk.img /dev/sda1 *)

open Printf

module By_content = Map.Make (struct
  type t = int64 * string       (* size, checksum *)
  let compare = compare
end)

let is_regular (s : Guestfs.statns) =
  Int64.logand s.st_mode 0o170000L = 0o100000L

(* Path and size of all files that are not empty. *)
let files g =
  Array.to_list (Guestfs.find g "/")
  |> List.map (fun name -> "/" ^ name)
  |> List.map (fun path -> path, Guestfs.lstatns g path)
  |> List.filter (fun (_, s) -> is_regular s && s.Guestfs.st_size > 0L)
  |> List.map (fun (path, s) -> path, s.Guestfs.st_size)

let group key elements =
  let table = Hashtbl.create 1024 in
  List.iter (fun e -> Hashtbl.add table (key e) e) elements;
  List.filter (fun e -> List.length (Hashtbl.find_all table (key e)) > 1)
    elements

(* Only files of the same size are read. *)
let by_content g files =
  List.fold_left (fun map (path, size) ->
      let key = size, Guestfs.checksum g "sha256" path in
      let others = Option.value (By_content.find_opt key map) ~default:[] in
      By_content.add key (path :: others) map)
    By_content.empty (group snd files)

let show (size, _) paths saved =
  if List.length paths < 2 then saved
  else (
    printf "%Ld bytes:\n" size;
    List.iter (printf "  %s\n") (List.rev paths);
    let copies = Int64.of_int (List.length paths - 1) in
    Int64.add saved (Int64.mul size copies))

let () =
  match Sys.argv with
  | [| _; disk; device |] ->
     Guestfs.with_handle (fun g ->
         Guestfs.add_drive g ~readonly:true disk;
         Guestfs.launch g;
         Guestfs.mount_ro g device "/";
         By_content.fold show (by_content g (files g)) 0L
         |> printf "%Ld bytes could be saved.\n")
  | _ -> prerr_endline "usage: duplicates DISK DEVICE"; exit 2
