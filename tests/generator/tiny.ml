(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* A table small enough to read, with everything that an action can have. *)

open Types
open Testing

let action = { defaults with
  added = (1, 0, 0);
  summary = "play with a toy";
  doc = "Plays with a toy.";
}

let arguments = [
  { action with
    name = "toy_args";
    where = Daemon 1;
    args = [ Bool "b"; Int "i32"; Int64 "i64";
             String (PlainString, "str");
             String (Device, "device");
             String (Mountable, "mountable");
             String (Pathname, "path");
             String (Filename, "filename");
             String (Dev_or_Path, "devorpath");
             String (Mountable_or_Path, "mountableorpath");
             String (Key, "key");
             String (GUID, "guid");
             OptString "optstr";
             StringList (PlainString, "list");
             StringList (Device, "devices");
             BufferIn "buf" ];
    optargs = [ 0, OBool "obool"; 1, OInt "oint"; 2, OInt64 "oint64";
                3, OString "ostring"; 4, OStringList "olist" ] };
  { action with
    name = "toy_upload";
    where = Daemon 2;
    args = [ String (FileIn, "localfile"); String (Pathname, "path") ];
    cancellable = true;
    progress = true };
  { action with
    name = "toy_download";
    where = Daemon 3;
    args = [ String (Pathname, "path"); String (FileOut, "localfile") ];
    cancellable = true };
]

let returning name nr ret = { action with name; where = Daemon nr; ret }

let results = [
  returning "toy_int" 10 (RInt "number");
  returning "toy_int64" 11 (RInt64 "number");
  returning "toy_bool" 12 (RBool "answer");
  returning "toy_string" 13 (RString (RPlainString, "text"));
  returning "toy_device" 14 (RString (RDevice, "device"));
  returning "toy_list" 15 (RStringList (RPlainString, "list"));
  returning "toy_struct" 16 (RStruct ("toy", "toy"));
  returning "toy_structs" 17 (RStructList ("toys", "toy"));
  returning "toy_hash" 18 (RHashtable (RPlainString, RPlainString, "table"));
  returning "toy_buffer" 19 (RBufferOut "content");
]

let flags = [
  { action with
    name = "toy_make";
    where = Daemon 20;
    args = [ String (PlainString, "kind") ];
    optargs = [ 0, OString "colour"; 1, OInt "size" ];
    once_had_no_optargs = true;
    fish_alias = ["make-toy"];
    summary = "make a toy";
    doc = {|
Makes a toy of the given C<kind>: see C<guestfs_toy_string> for those that
exist.

=over 4

=item C<colour>

What to paint it with.

=back|};
    tests = [
      example Filesystem [
        ok ["toy_make"; "bear"; "colour:brown"];
        ["toy_string"] ==> Is "brown bear";
        ["toy_int"] ==> Is_int 1 ];
      test ~needs:["toys"] Blank [
        fails "EINVAL" ["toy_make"; "dragon"];
        ["toy_hash"] ==> Has_pairs ["a", "b"];
        ["toy_struct"] ==> Has_fields ["toy_name", "bear"] ];
    ] };
  { action with
    name = "toy_build";
    where = Daemon 21;
    args = [ String (PlainString, "kind") ];
    deprecated = Replaced_by "toy_make" };
  { action with
    name = "toy_old";
    where = Daemon 22;
    deprecated = Deprecated };
  { action with
    name = "toy_grouped";
    where = Daemon 23;
    optional_group = Some "toys" };
  { action with
    name = "toy_internal";
    where = Daemon 24;
    visibility = VInternal;
    ret = RStruct ("secret", "toy_private") };
  { action with
    name = "toy_umask";
    where = Daemon 25;
    ret = RInt "mask";
    fish_output = Octal };
]

let in_library = [
  { action with
    name = "toy_config";
    args = [ String (PlainString, "name"); OptString "value" ];
    config_only = true;
    blocking = false };
  { action with
    name = "toy_get";
    ret = RConstString "name";
    visibility = VStateTest };
  { action with
    name = "toy_get_opt";
    ret = RConstOptString "name" };
  { action with
    name = "toy_add";
    args = [ Int64 "size" ];
    optargs = [ 0, OKey "secret"; 1, OStringList "server" ];
    ret = RStructList ("toys", "toy") };
  { action with
    name = "toy_pointer";
    args = [ Pointer ("toyPtr", "toy") ];
    ret = RBufferOut "content" };
  { action with
    name = "toy_cancel";
    wrapper = false;
    blocking = false };
]

let structs = [
  { s_name = "toy"; s_camel = "Toy"; s_external = true;
    s_fields = [
      FChar "toy_grade";
      FString "toy_name";
      FDevice "toy_device";
      FBuffer "toy_blob";
      FUInt32 "toy_u32";
      FInt32 "toy_i32";
      FUInt64 "toy_u64";
      FInt64 "toy_i64";
      FBytes "toy_size";
      FUUID "toy_uuid";
      FOptPercent "toy_percent";
    ] };
  { s_name = "toy_private"; s_camel = "ToyPrivate"; s_external = false;
    s_fields = [ FInt32 "number" ] };
]

(* Systems: with everything that a row can have. *)
let systems = Os.[
  { linux with
    distro = "toyos"; name = "Toy OS";
    ids = ["toy"; "toy-*"]; like = ["playful"]; lsb = ["Toy"];
    legacy = [{ (legacy "/etc/toy-release" (release "Toy OS")) with
                kept = true };
              { (legacy "/etc/toy.conf" []) with
                keys = Some ("MAJOR", "MINOR"); besides = [Has "/toys"] }];
    minor = Legacy_with_name;
    packages = [rule (with_file ["/usr/bin/dnf"] (from 3)) "rpm" "dnf";
                rule (between 1 2) "rpm" "yum"];
    osinfo = [{ always with product = "*Big" }, "bigtoy";
              version 2 5, "toy{M}.{mm}"; below 3, "toy{M}[sp{m}]"];
    icons = [icon ~limit:2048 "/usr/share/toy.png"; icon "/toy.png"];
    older = "unknown"; note = "It squeaks." };
  { linux with
    distro = "wooden"; name = "Wooden Toy";
    derived_from = ["toy"]; minor = Legacy;
    marks = [Has "/wood"; Holds ("/etc/toy.conf", "WOOD"); Variant "wood"];
    legacy = [legacy "/etc/wood" []];
    packages = by_database; osinfo = osinfo "" };
  { linux with
    distro = "toyos"; name = "Toy OS for Cars";
    derived_from = ["toy"]; marks = [Has "/cars"];
    edition = Some ("Toy OS for Cars", "cars") };
]

let table = {
  Table.areas = [
    { Table.area = "config"; daemon = false; library = true;
      actions = in_library };
    { Table.area = "toys"; daemon = true; library = false;
      actions = arguments @ results @ flags };
  ];
  structs;
  groups = ["bricks", "small parts"; "toys", "things to play with"];
  systems = ["toys", systems];
}
