(* SPDX-License-Identifier: LGPL-2.1-or-later *)
(* Says what operating systems are on the disk of a virtual machine:
   inspect_vm disk.img *)

open Printf

(* Short mount points first: / before /usr. *)
let by_length (a, _) (b, _) = compare (String.length a) (String.length b)

let mount_all (g : Guestfs.guestfs) root =
  List.iter (fun (place, device) ->
      try g#mount_ro device place
      with Guestfs.Error why -> eprintf "%s (ignored)\n" why)
    (List.sort by_length (g#inspect_get_mountpoints root))

let show (g : Guestfs.guestfs) root =
  printf "Root:     %s\n" root;
  printf "Product:  %s\n" (g#inspect_get_product_name root);
  printf "Version:  %d.%d\n" (g#inspect_get_major_version root)
    (g#inspect_get_minor_version root);
  printf "Type:     %s\n" (g#inspect_get_type root);
  printf "Distro:   %s\n" (g#inspect_get_distro root);
  mount_all g root;
  if g#is_file ~followsymlinks:true "/etc/issue" then
    Array.iter (printf "  | %s\n") (g#head_n 3 "/etc/issue");
  g#umount_all ()

let () =
  if Array.length Sys.argv <> 2 then (
    prerr_endline "usage: inspect_vm DISK";
    exit 2);
  let g = new Guestfs.guestfs () in
  g#add_drive ~readonly:true Sys.argv.(1);
  g#launch ();
  let roots = g#inspect_os () in
  if roots = [||] then failwith "no operating system was found";
  Array.iter (show g) roots;
  g#close ()
