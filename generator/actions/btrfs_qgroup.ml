(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Quotas of Btrfs, and the groups by which it counts and limits. *)

open Types
open Testing

(* A file system that counts, with subvolume 256. *)
let quotas =
  [ ok ["btrfs_subvolume_create"; "/sub"];
    ok ["btrfs_quota_enable"; "/"; "true"];
    ok ["btrfs_quota_rescan"; "/"] ]

(* The group has at least so many bytes, and not many more. *)
let counted group bytes =
  C_expr (Printf.sprintf "({ int found = 0; \
    for (uint32_t i = 0; i < ret->len; ++i) \
      found |= strcmp (ret->val[i].btrfsqgroup_id, \"%s\") == 0 \
        && ret->val[i].btrfsqgroup_rfer >= %d \
        && ret->val[i].btrfsqgroup_excl >= %d \
        && ret->val[i].btrfsqgroup_rfer < %d; \
    found; })" group bytes bytes (bytes + 100000))

let actions = [
  { defaults with
    name = "btrfs_qgroup_assign";
    where = Daemon 433;
    added = (1, 29, 17);
    ret = RErr;
    args = [ String (PlainString, "src");
             String (PlainString, "dst");
             String (Pathname, "path") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSQgroupAssign";
    summary = "put a quota group into another";
    doc = {|
Puts the quota group C<src> into C<dst>, which must be of a higher level: what
is counted for C<src> is counted for C<dst> as well. C<path> is any path on the
Btrfs file system.|};
    tests = [
      example Btrfs
        (quotas @
        [ ok ["btrfs_qgroup_create"; "1/100"; "/"];
          ok ["btrfs_qgroup_assign"; "0/256"; "1/100"; "/"];
          ok ["fill_pattern"; "abc"; "1000000"; "/sub/file"];
          ok ["sync"];
          ["debug"; "sh"; "btrfs qgroup show -p --raw /sysroot"]
          ==> Matches "^0/256 .* 1/100";
          ["btrfs_qgroup_show"; "/"] ==> counted "1/100" 1000000 ]);
      test Btrfs
        (quotas @
        [ ok ["btrfs_qgroup_create"; "1/100"; "/"];
          (["btrfs_qgroup_assign"; "1/100"; "0/256"; "/"], Fails);
          (["btrfs_qgroup_assign"; "0/999"; "1/100"; "/"], Fails);
          fails "EINVAL" ["btrfs_qgroup_assign"; "256"; "1/100"; "/"] ]);
    ] };

  { defaults with
    name = "btrfs_qgroup_create";
    where = Daemon 430;
    added = (1, 29, 17);
    ret = RErr;
    args = [ String (PlainString, "qgroupid");
             String (Pathname, "subvolume") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSQgroupCreate";
    summary = "create a quota group";
    doc = {|
Creates the quota group C<qgroupid>, a level and a number with a slash between
them, such as C<1/100>. Those of level 0 are made by the file system: C<0/256>
counts what is in subvolume 256. Those of higher levels are for putting others
into them: see C<guestfs_btrfs_qgroup_assign>.

C<subvolume> is any path on the Btrfs file system, on which quotas must be
enabled.|};
    tests = [
      example Btrfs
        (quotas @
        [ ok ["btrfs_qgroup_create"; "1/100"; "/sub"];
          ok ["sync"];
          ["debug"; "sh"; "btrfs qgroup show /sysroot"]
          ==> Matches "^1/100 ";
          fails "EEXIST" ["btrfs_qgroup_create"; "1/100"; "/"];
          fails "EINVAL" ["btrfs_qgroup_create"; "100"; "/"];
          fails "EINVAL" ["btrfs_qgroup_create"; "65536/1"; "/"];
          fails "EINVAL" ["btrfs_qgroup_create"; "1/-1"; "/"] ]);
      test Btrfs
        [ fails "ENOTCONN" ["btrfs_qgroup_create"; "1/100"; "/"] ];
    ] };

  { defaults with
    name = "btrfs_qgroup_destroy";
    where = Daemon 431;
    added = (1, 29, 17);
    ret = RErr;
    args = [ String (PlainString, "qgroupid");
             String (Pathname, "subvolume") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSQgroupDestroy";
    summary = "destroy a quota group";
    doc = {|
Destroys the quota group C<qgroupid>, which must not have others in it.
C<subvolume> is any path on the Btrfs file system.|};
    tests = [
      example Btrfs
        (quotas @
        [ ok ["btrfs_qgroup_create"; "1/100"; "/"];
          ok ["btrfs_qgroup_destroy"; "1/100"; "/sub"];
          ok ["sync"];
          ["debug"; "sh"; "btrfs qgroup show /sysroot"]
          ==> C_expr "strstr (ret, \"0/256\") && !strstr (ret, \"1/100\")";
          fails "ENOENT" ["btrfs_qgroup_destroy"; "1/100"; "/"] ]);
    ] };

  { defaults with
    name = "btrfs_qgroup_limit";
    where = Daemon 429;
    added = (1, 29, 17);
    ret = RErr;
    args = [ String (Pathname, "subvolume");
             Int64 "size" ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSQgroupLimit";
    summary = "limit the size of a subvolume";
    doc = {|
From now on, the subvolume that C<subvolume> is in cannot have more than
C<size> bytes; writing more fails with C<EDQUOT>. C<-1> takes the limit away.
Quotas must be enabled: see C<guestfs_btrfs_quota_enable>.|};
    tests = [
      example Btrfs
        (quotas @
        [ ok ["btrfs_qgroup_limit"; "/sub"; "1000000"];
          fails "EDQUOT" ["fill_pattern"; "abc"; "3000000"; "/sub/file"];
          ok ["rm"; "/sub/file"];
          ok ["btrfs_qgroup_limit"; "/sub"; "-1"];
          ok ["fill_pattern"; "abc"; "3000000"; "/sub/file"];
          fails "EINVAL" ["btrfs_qgroup_limit"; "/sub"; "-2"] ]);
      test Btrfs
        [ fails "ENOTCONN" ["btrfs_qgroup_limit"; "/"; "1000000"] ];
    ] };

  { defaults with
    name = "btrfs_qgroup_remove";
    where = Daemon 434;
    added = (1, 29, 17);
    ret = RErr;
    args = [ String (PlainString, "src");
             String (PlainString, "dst");
             String (Pathname, "path") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSQgroupRemove";
    summary = "take a quota group out of another";
    doc = {|
Takes the quota group C<src> out of C<dst> again: see
C<guestfs_btrfs_qgroup_assign>. C<path> is any path on the Btrfs file system.|};
    tests = [
      example Btrfs
        (quotas @
        [ ok ["btrfs_qgroup_create"; "1/100"; "/"];
          ok ["btrfs_qgroup_assign"; "0/256"; "1/100"; "/"];
          ok ["btrfs_qgroup_remove"; "0/256"; "1/100"; "/"];
          ok ["sync"];
          ["debug"; "sh"; "btrfs qgroup show -p /sysroot"]
          ==> C_expr "strstr (ret, \"\\n1/100\") && !strstr (ret, \" 1/100\")";
          (["btrfs_qgroup_remove"; "0/256"; "1/100"; "/"], Fails) ]);
    ] };

  { defaults with
    name = "btrfs_qgroup_show";
    where = Daemon 432;
    leaves = Nothing;
    added = (1, 29, 17);
    ret = RStructList ("qgroups", "btrfsqgroup");
    args = [ String (Pathname, "path") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSQgroupShow";
    summary = "list quota groups and what they count";
    doc = {|
Lists all quota groups of the Btrfs file system that C<path> is on, by level
and number. For each, there is its name (such as C<0/256>), how many bytes it
refers to, and how many of them nothing else refers to. If quotas are not
enabled, this is an error with errno C<ENOTCONN>.|};
    tests = [
      example Btrfs
        (quotas @
        [ ok ["fill_pattern"; "abc"; "1000000"; "/sub/file"];
          ["btrfs_qgroup_show"; "/"] ==> Has_length 2;
          ["btrfs_qgroup_show"; "/"] ==> counted "0/256" 1000000;
          ["debug"; "sh"; "btrfs qgroup show --raw --sync /sysroot"]
          ==> C_expr "({ struct guestfs_btrfsqgroup_list *l = \
                guestfs_btrfs_qgroup_show (g, \"/\"); \
                char *line = strstr (ret, \"0/256\"); \
                int same = l && line && strtoull (line + 5, NULL, 10) \
                           == l->val[1].btrfsqgroup_rfer; \
                guestfs_free_btrfsqgroup_list (l); same; })" ]);
      (* More than one search gives. *)
      test Btrfs
        (quotas @
        [ ok ["debug"; "sh"; "for i in $(seq 101 180); do \
                              btrfs qgroup create 1/$i /sysroot; done"];
          ["btrfs_qgroup_show"; "/"] ==> Has_length 82 ]);
      test Btrfs
        [ fails "ENOTCONN" ["btrfs_qgroup_show"; "/"] ];
    ] };

  { defaults with
    name = "btrfs_quota_enable";
    where = Daemon 427;
    added = (1, 29, 17);
    ret = RErr;
    args = [ String (Mountable_or_Path, "fs");
             Bool "enable" ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSQuotaEnable";
    summary = "enable or disable quotas on Btrfs";
    doc = {|
Enables quotas on the Btrfs file system C<fs>, or disables them if C<enable> is
false. C<fs> is a path on it, or the device of one that need not be mounted.

What is there already is counted in the background then:
C<guestfs_btrfs_quota_rescan> waits for it.|};
    tests = [
      example Btrfs
        [ ok ["btrfs_quota_enable"; "/"; "true"];
          ["debug"; "sh"; "btrfs qgroup show /sysroot"] ==> Matches "^0/5";
          ok ["btrfs_quota_enable"; "/"; "false"];
          (["debug"; "sh"; "btrfs qgroup show /sysroot"], Fails) ];
      test Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"];
          ok ["btrfs_quota_enable"; "/dev/sda"; "true"];
          ok ["mount"; "/dev/sda"; "/"];
          ["debug"; "sh"; "btrfs qgroup show /sysroot"] ==> Matches "^0/5" ];
      test Filesystem
        [ fails "EINVAL" ["btrfs_quota_enable"; "/"; "true"] ];
    ] };

  { defaults with
    name = "btrfs_quota_rescan";
    where = Daemon 428;
    added = (1, 29, 17);
    ret = RErr;
    args = [ String (Mountable_or_Path, "fs") ];
    optional_group = Some "btrfs";
    also_cancellable = true;
    camel_name = Some "BTRFSQuotaRescan";
    summary = "count anew what is in each quota group";
    doc = {|
Forgets what has been counted for the quota groups of the Btrfs file system
C<fs>, a path or a device, and counts anew. The call returns when this is done;
if it is being done already, it waits for that.|};
    tests = [
      example Btrfs
        [ ok ["btrfs_subvolume_create"; "/sub"];
          ok ["fill_pattern"; "abc"; "1000000"; "/sub/file"];
          ok ["sync"];
          ok ["btrfs_quota_enable"; "/"; "true"];
          ok ["btrfs_quota_rescan"; "/"];
          ["debug"; "sh"; "btrfs quota rescan -s /sysroot; true"]
          ==> Matches "no rescan";
          ["btrfs_qgroup_show"; "/"] ==> counted "0/256" 1000000;
          ok ["btrfs_quota_rescan"; "/"];
          ok ["umount_all"];
          ok ["btrfs_quota_rescan"; "/dev/sda"] ];
      test Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"];
          fails "ENOTCONN" ["btrfs_quota_rescan"; "/dev/sda"] ];
    ] };
]
