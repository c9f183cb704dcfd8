(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* A program as it is written for Debian's OCaml module. *)

open Printf

let sorted a =
  String.concat " " (List.sort compare (Array.to_list a))

let g = new Guestfs.guestfs ~environment:true ~close_on_exit:true ()
let () = g#set_program "script"
let events = ref []

let () =
  let note event _ buf array =
    events := sprintf "%s %S %d" (Guestfs.event_to_string [event]) buf
                (Array.length array) :: !events in
  ignore (g#set_event_callback note Guestfs.[EVENT_LAUNCH_DONE; EVENT_CLOSE]);
  let eh = g#set_event_callback (fun _ _ _ _ -> failwith "thrown")
      [Guestfs.EVENT_TRACE] in
  g#delete_event_callback eh;
  printf "events %d %s\n" (List.length Guestfs.event_all)
    (Guestfs.event_to_string Guestfs.[EVENT_CLOSE; EVENT_PROGRESS])

(* A disk with a filesystem and a volume group. *)
let () =
  g#disk_create "disk.qcow2" "qcow2" 536870912L;
  g#add_drive ~format:"qcow2" ~readonly:false ~label:"d" "disk.qcow2";
  g#launch ();
  printf "devices %s %s\n" (sorted (g#list_devices ()))
    (g#disk_format "disk.qcow2");
  g#part_init "/dev/sda" "mbr";
  g#part_add "/dev/sda" "p" 2048L 524287L;
  g#part_add "/dev/sda" "p" 524288L (-64L);
  Array.iter
    (fun p ->
       printf "partition %ld %Ld %Ld\n" p.Guestfs.part_num p.Guestfs.part_start
         p.Guestfs.part_size)
    (g#part_list "/dev/sda");
  g#mkfs ~label:"ROOT" ~blocksize:1024 "ext4" "/dev/sda1";
  g#pvcreate "/dev/sda2";
  g#vgcreate "VG" [| "/dev/sda2" |];
  g#lvcreate "LV" "VG" 32;
  printf "lvs %s %s %s\n" (sorted (g#lvs ())) (sorted (g#vgs ()))
    (sorted (g#pvs ()));
  let lv = (g#lvs_full ()).(0) in
  printf "lv %s %Ld %d %b\n" lv.Guestfs.lv_name lv.Guestfs.lv_size
    (String.length lv.Guestfs.lv_uuid) (lv.Guestfs.snap_percent = None);
  g#mount "/dev/sda1" "/"

(* Files; as functions of the module, too. *)
let () =
  let h = g#ocaml_handle in
  List.iter (Guestfs.mkdir h) ["/bin"; "/etc"; "/lib"; "/var"];
  Guestfs.write h "/etc/os-release"
    "ID=debian\nVERSION_ID=\"12\"\nNAME=\"Debian\"\n\
     PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n";
  g#write "/etc/fstab" "/dev/sda1 / ext4 defaults 0 1\n";
  g#write "/bytes" "a\000b\255";
  printf "bytes %S\n" (g#read_file "/bytes");
  let out = open_out "up" in
  for _ = 1 to 1000 do output_string out "0123456789abcdef" done;
  close_out out;
  g#upload "up" "/up";
  g#download "/up" "down";
  printf "down %d %s\n" (Unix.stat "down").Unix.st_size
    (g#checksum "md5" "/up");
  g#setxattr "user.x" "hello" 5 "/up";
  Array.iter
    (fun x -> printf "xattr %s %S\n" x.Guestfs.attrname x.Guestfs.attrval)
    (g#lgetxattrs "/up");
  printf "stat %Ld\n" (g#statns "/up").Guestfs.st_size;
  let entry d = sprintf "%c%s" d.Guestfs.ftyp d.Guestfs.name in
  printf "readdir %s\n" (sorted (Array.map entry (g#readdir "/")));
  printf "ls %s %d\n" (sorted (g#ls "/etc")) (Array.length (g#ls "/var"));
  Array.iter (printf "line %s\n") (g#read_lines "/etc/os-release");
  printf "is %b %b %b %Ld\n" (g#is_dir "/etc") (g#exists "/none")
    (g#is_file ~followsymlinks:true "/up") (g#filesize "/up");
  List.iter (fun (device, fs) -> printf "filesystem %s %s\n" device fs)
    (List.sort compare (g#list_filesystems ()));
  printf "label %s %s\n" (g#vfs_label "/dev/sda1")
    (List.assoc "TYPE" (g#blkid "/dev/sda1"))

(* What is on it. *)
let () =
  g#umount_all ();
  Array.iter
    (fun root ->
       printf "root %s %s %s %s %d.%d\n" root (g#inspect_get_type root)
         (g#inspect_get_distro root) (g#inspect_get_product_name root)
         (g#inspect_get_major_version root) (g#inspect_get_minor_version root);
       List.iter
         (fun (place, device) ->
            g#mount_ro device place;
            printf "mounted %s %s\n" device place)
         (g#inspect_get_mountpoints root))
    (g#inspect_os ())

(* Errors. *)
let () =
  let fails what f =
    match f () with
    | () -> printf "%s: nothing\n" what
    | exception Guestfs.Error message ->
       printf "%s: %d %b %b\n" what (g#last_errno ()) (message <> "")
         (g#last_errno () = Guestfs.Errno.errno_ENOENT)
    | exception Guestfs.Handle_closed name ->
       printf "%s: closed: %s\n" what name
  in
  fails "cat" (fun () -> ignore (g#cat "/none"));
  fails "mkdir" (fun () -> g#mkdir "/etc");
  g#set_autosync false;
  printf "autosync %b %s %Ld\n" (g#get_autosync ()) (g#get_program ())
    (g#version ()).Guestfs.major;
  g#shutdown ();
  g#close ();
  g#close ();
  fails "closed" (fun () -> ignore (g#get_memsize ()));
  List.iter print_endline (List.rev !events)
