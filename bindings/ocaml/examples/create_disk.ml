(* SPDX-License-Identifier: LGPL-2.1-or-later *)
(* Makes a disk image with a filesystem and a file in it:
   create_disk disk.img *)

let create g disk =
  Guestfs.disk_create g disk "raw" 536_870_912L;
  Guestfs.add_drive g ~format:"raw" disk;
  Guestfs.launch g;
  Guestfs.part_disk g "/dev/sda" "mbr";
  Guestfs.mkfs g ~label:"data" "ext4" "/dev/sda1";
  Guestfs.mount g "/dev/sda1" "/";
  Guestfs.write g "/hello.txt" "Hello from OCaml.\n";
  (* Also reports what could not be written. *)
  Guestfs.shutdown g

let () =
  match Sys.argv with
  | [| _; disk |] -> Guestfs.with_handle (fun g -> create g disk)
  | _ -> prerr_endline "usage: create_disk DISK"; exit 2
