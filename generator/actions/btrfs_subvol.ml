(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Subvolumes of Btrfs. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "btrfs_subvolume_create";
    where = Daemon 324;
    added = (1, 17, 35);
    ret = RErr;
    args = [ String (Pathname, "dest") ];
    optargs = [ 0, OString "qgroupid" ];
    once_had_no_optargs = true;
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSSubvolumeCreate";
    summary = "create a Btrfs subvolume";
    doc = {|
Creates the empty subvolume C<dest> on a Btrfs file system. It looks like a
directory, and can be mounted on its own: see C<guestfs_list_filesystems>.

With C<qgroupid>, such as C<1/100>, it belongs to this quota group from the
start.|};
    tests = [
      example Btrfs
        [ ok ["btrfs_subvolume_create"; "/sub"];
          ["lstatns"; "/sub"] ==> Has_fields [ "st_ino", "256" ];
          ["debug"; "sh"; "btrfs subvolume show /sysroot/sub"]
          ==> Matches "Name:[[:space:]]+sub" ];
      test Btrfs
        [ ok ["btrfs_quota_enable"; "/"; "true"];
          ok ["btrfs_qgroup_create"; "1/100"; "/"];
          ok ["btrfs_subvolume_create"; "/sub"; "qgroupid:1/100"];
          ok ["sync"];
          ["debug"; "sh"; "btrfs qgroup show -p /sysroot"]
          ==> Matches "^0/256 .* 1/100";
          fails "EINVAL" ["btrfs_subvolume_create"; "/x"; "qgroupid:100"];
          fails "EINVAL" ["btrfs_subvolume_create"; "/x"; "qgroupid:1/"];
          ["exists"; "/x"] ==> Is_false ];
      test Btrfs
        [ ok ["mkdir"; "/dir"];
          fails "EEXIST" ["btrfs_subvolume_create"; "/dir"];
          fails "ENOENT" ["btrfs_subvolume_create"; "/none/sub"];
          (* A link leads nowhere outside the guest. *)
          ok ["ln_s"; "/"; "/link"];
          ok ["btrfs_subvolume_create"; "/link/sub"];
          ["is_dir"; "/sub"] ==> Is_true ];
      test Filesystem
        [ fails "EINVAL" ["btrfs_subvolume_create"; "/sub"];
          ["exists"; "/sub"] ==> Is_false ];
    ] };

  { defaults with
    name = "btrfs_subvolume_delete";
    where = Daemon 323;
    added = (1, 17, 35);
    ret = RErr;
    args = [ String (Pathname, "subvolume") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSSubvolumeDelete";
    summary = "delete a Btrfs subvolume";
    doc = {|
Deletes the subvolume or snapshot C<subvolume> with all files in it. It must
not have other subvolumes in it, nor be mounted, nor be the default one. Its
space becomes free a little later.|};
    tests = [
      example Btrfs
        [ ok ["btrfs_subvolume_create"; "/sub"];
          ok ["touch"; "/sub/file"];
          ok ["btrfs_subvolume_delete"; "/sub"];
          ["exists"; "/sub"] ==> Is_false;
          ["debug"; "sh"; "btrfs subvolume list /sysroot"] ==> Is "" ];
      test Btrfs
        [ ok ["mkdir"; "/dir"];
          ok ["btrfs_subvolume_create"; "/sub"];
          ok ["btrfs_subvolume_create"; "/sub/sub"];
          ok ["ln_s"; "/sub/sub"; "/link"];
          fails "EINVAL" ["btrfs_subvolume_delete"; "/dir"];
          fails "ENOENT" ["btrfs_subvolume_delete"; "/none"];
          fails "ENOTEMPTY" ["btrfs_subvolume_delete"; "/sub"];
          fails "EBUSY" ["btrfs_subvolume_delete"; "/"];
          (["btrfs_subvolume_delete"; "/link"], Fails);
          ["btrfs_subvolume_list"; "/"] ==> Has_length 2 ];
    ] };

  { defaults with
    name = "btrfs_subvolume_get_default";
    where = Daemon 425;
    leaves = Nothing;
    added = (1, 29, 17);
    ret = RInt64 "id";
    args = [ String (Mountable_or_Path, "fs") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSSubvolumeGetDefault";
    summary = "get the default subvolume of Btrfs";
    doc = {|
Returns the number of the subvolume that is mounted when none is named. This
is 5, the top of the file system, unless it was changed by
C<guestfs_btrfs_subvolume_set_default>.

C<fs> is a path on a Btrfs file system, or the device of one that need not be
mounted.|};
    tests = [
      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"];
          ["btrfs_subvolume_get_default"; "/dev/sda"] ==> Is_int 5;
          ok ["mount"; "/dev/sda"; "/"];
          ["btrfs_subvolume_get_default"; "/"] ==> Is_int 5;
          ok ["debug"; "sh"; "btrfs subvolume create /sysroot/sub && \
                              btrfs subvolume set-default /sysroot/sub"];
          ["btrfs_subvolume_get_default"; "/"] ==> Is_int 256;
          ["btrfs_subvolume_get_default"; "btrfsvol:/dev/sda/sub"]
          ==> Is_int 256 ];
      test Filesystem
        [ fails "EINVAL" ["btrfs_subvolume_get_default"; "/"];
          (["btrfs_subvolume_get_default"; "/dev/sdb"], Fails) ];
    ] };

  { defaults with
    name = "btrfs_subvolume_list";
    where = Daemon 325;
    leaves = Nothing;
    added = (1, 17, 35);
    ret = RStructList ("subvolumes", "btrfssubvolume");
    args = [ String (Mountable_or_Path, "fs") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSSubvolumeList";
    summary = "list the subvolumes of a Btrfs file system";
    doc = {|
Lists all subvolumes and snapshots of the Btrfs file system C<fs>, in the
order of their numbers. C<fs> is a path on it, or the device of one that need
not be mounted. For each, there is:

=over 4

=item C<btrfssubvolume_id>

Its number.

=item C<btrfssubvolume_top_level_id>

The number of the subvolume that it is in; 5 is the top of the file system.

=item C<btrfssubvolume_path>

Where it is, from the top of the file system, without a slash in front.

=back|};
    tests = [
      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sda /dev/sdb"];
          ok ["mount"; "/dev/sdb"; "/"];
          ["btrfs_subvolume_list"; "/"] ==> Is_empty;
          ok ["debug"; "sh"; "cd /sysroot; mkdir a; \
                              btrfs subvolume create a/b; \
                              btrfs subvolume create a/b/c"];
          ["btrfs_subvolume_list"; "/"]
          ==> C_expr "ret->len == 2 && ret->val[0].btrfssubvolume_id == 256 \
                && ret->val[0].btrfssubvolume_top_level_id == 5 \
                && strcmp (ret->val[0].btrfssubvolume_path, \"a/b\") == 0 \
                && ret->val[1].btrfssubvolume_id == 257 \
                && ret->val[1].btrfssubvolume_top_level_id == 256 \
                && strcmp (ret->val[1].btrfssubvolume_path, \"a/b/c\") == 0";
          ["btrfs_subvolume_list"; "btrfsvol:/dev/sda/a/b"] ==> Has_length 2;
          ok ["umount_all"];
          ["btrfs_subvolume_list"; "/dev/sdb"] ==> Has_length 2;
          fails "ENOENT" ["btrfs_subvolume_list"; "btrfsvol:/dev/sda/none"];
          (* The device is free again. *)
          ok ["wipefs"; "/dev/sdb"] ];
    ] };

  { defaults with
    name = "btrfs_subvolume_set_default";
    where = Daemon 326;
    added = (1, 17, 35);
    ret = RErr;
    args = [ Int64 "id";
             String (Pathname, "fs") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSSubvolumeSetDefault";
    summary = "set the default subvolume of Btrfs";
    doc = {|
From now on, mounting the Btrfs file system that C<fs> is on without naming a
subvolume mounts that with the number C<id> (see
C<guestfs_btrfs_subvolume_list>). 5, or 0, is the top of the file system.|};
    tests = [
      example Btrfs
        [ ok ["btrfs_subvolume_create"; "/sub"];
          ok ["write"; "/sub/file"; "in it"];
          ok ["btrfs_subvolume_set_default"; "256"; "/"];
          ok ["umount_all"];
          ok ["mount"; "/dev/sda"; "/"];
          ["cat"; "/file"] ==> Is "in it";
          ok ["btrfs_subvolume_set_default"; "0"; "/"];
          ["debug"; "sh"; "btrfs subvolume get-default /sysroot"]
          ==> Matches "ID 5 ";
          fails "ENOENT" ["btrfs_subvolume_set_default"; "999"; "/"];
          fails "EINVAL" ["btrfs_subvolume_set_default"; "-1"; "/"] ];
    ] };

  { defaults with
    name = "btrfs_subvolume_show";
    where = Daemon 426;
    leaves = Nothing;
    added = (1, 29, 17);
    ret = RHashtable (RPlainString, RPlainString, "btrfssubvolumeinfo");
    args = [ String (Pathname, "subvolume") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSSubvolumeShow";
    summary = "get all that is known of a Btrfs subvolume";
    doc = {|
Returns what is known of the subvolume C<subvolume>, in pairs. The names are
those of C<btrfs subvolume show>: C<path> (from the top of the file system),
C<Name>, C<UUID>, C<Parent UUID> (of what it is a snapshot of), C<Received
UUID>, C<Creation time>, C<Subvolume ID>, C<Generation>, C<Gen at creation>,
C<Parent ID>, C<Top level ID>, C<Flags> (C<readonly> or nothing), C<Send
transid>, C<Send time>, C<Receive transid>, C<Receive time>, and
C<Snapshot(s)> (the paths of those that were made of it, with commas between
them).

If quotas are enabled there are C<Quota group>, C<Limit referenced>, C<Limit
exclusive>, C<Usage referenced> and C<Usage exclusive> as well, in bytes.

What does not apply is an empty string. Times are in UTC.|};
    tests = [
      example Btrfs
        [ ok ["mkdir"; "/dir"];
          ok ["btrfs_subvolume_create"; "/dir/sub"];
          ok ["btrfs_subvolume_snapshot"; "/dir/sub"; "/snap2"];
          ok ["btrfs_subvolume_snapshot"; "/dir/sub"; "/snap1"; "ro:true"];
          ["btrfs_subvolume_show"; "/dir/sub"]
          ==> Has_pairs [ "path", "dir/sub"; "Name", "sub"; "Flags", "";
                          "Subvolume ID", "256"; "Parent ID", "5";
                          "Parent UUID", ""; "Snapshot(s)", "snap1,snap2" ];
          ["btrfs_subvolume_show"; "/snap1"]
          ==> Has_pairs [ "Name", "snap1"; "Flags", "readonly";
                          "Subvolume ID", "258"; "Snapshot(s)", "" ];
          ["btrfs_subvolume_show"; "/"]
          ==> Has_pairs [ "path", "/"; "Name", "<FS_TREE>";
                          "Subvolume ID", "5"; "Parent ID", "0" ] ];
      (* The same as another program says. *)
      test Btrfs
        [ ok ["btrfs_subvolume_create"; "/sub"];
          ok ["btrfs_subvolume_snapshot"; "/sub"; "/snap"];
          ["btrfs_subvolume_show"; "/snap"]
          ==> C_expr "({ char *words[] = { \"btrfs subvolume show \" \
                           \"/sysroot/snap\", NULL }; \
                char *out = guestfs_debug (g, \"sh\", words); \
                int same = out != NULL, seen = 0; \
                for (size_t i = 0; same && ret[i]; i += 2) \
                  if (strcmp (ret[i], \"UUID\") == 0 \
                      || strcmp (ret[i], \"Parent UUID\") == 0 \
                      || strcmp (ret[i], \"Creation time\") == 0) { \
                    same = strstr (out, ret[i+1]) && ret[i+1][0]; seen++; } \
                free (out); same && seen == 3; })" ];
      test Btrfs
        [ ok ["mkdir"; "/dir"];
          ok ["btrfs_subvolume_create"; "/sub"];
          ok ["btrfs_quota_enable"; "/"; "true"];
          ok ["btrfs_qgroup_limit"; "/sub"; "5000000"];
          ok ["btrfs_quota_rescan"; "/"];
          ok ["sync"];
          ["btrfs_subvolume_show"; "/sub"]
          ==> Has_pairs [ "Quota group", "0/256"; "Limit exclusive", "";
                          "Limit referenced", "5000000";
                          "Usage referenced", "16384" ];
          fails "EINVAL" ["btrfs_subvolume_show"; "/dir"];
          fails "ENOENT" ["btrfs_subvolume_show"; "/none"] ];
    ] };

  { defaults with
    name = "btrfs_subvolume_snapshot";
    where = Daemon 322;
    added = (1, 17, 35);
    ret = RErr;
    args = [ String (Pathname, "source");
             String (Pathname, "dest") ];
    optargs = [ 0, OBool "ro";
                1, OString "qgroupid" ];
    once_had_no_optargs = true;
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSSubvolumeSnapshot";
    summary = "make a snapshot of a Btrfs subvolume";
    doc = {|
Makes the subvolume C<dest>, with the same contents as the subvolume C<source>
has now. They share their space until one of them is changed. Subvolumes in
C<source> are empty directories in it.

If C<dest> is a directory, the snapshot is made in it, under the name of
C<source>.

=over 4

=item C<ro>

Make a snapshot that cannot be changed.

=item C<qgroupid>

Put it into this quota group, such as C<1/100>.

=back|};
    tests = [
      example Btrfs
        [ ok ["btrfs_subvolume_create"; "/sub"];
          ok ["write"; "/sub/file"; "old"];
          ok ["btrfs_subvolume_snapshot"; "/sub"; "/snap"; "ro:true"];
          ok ["write"; "/sub/file"; "new"];
          ["cat"; "/snap/file"] ==> Is "old";
          fails "EROFS" ["touch"; "/snap/other"] ];
      test Btrfs
        [ ok ["btrfs_quota_enable"; "/"; "true"];
          ok ["btrfs_qgroup_create"; "1/100"; "/"];
          ok ["mkdir"; "/dir"];
          ok ["btrfs_subvolume_create"; "/sub"];
          ok ["touch"; "/sub/file"];
          ok ["btrfs_subvolume_snapshot"; "/sub"; "/dir"; "qgroupid:1/100"];
          ok ["rm"; "/dir/sub/file"];
          ["exists"; "/sub/file"] ==> Is_true;
          ok ["sync"];
          ["debug"; "sh"; "btrfs qgroup show -p /sysroot"]
          ==> Matches "^0/257 .* 1/100";
          ok ["btrfs_subvolume_snapshot"; "/"; "/top"];
          ["ls"; "/top"] ==> Is_list ["dir"; "sub"];
          ["ls"; "/top/sub"] ==> Is_empty;
          fails "EEXIST" ["btrfs_subvolume_snapshot"; "/"; "/dir"];
          fails "EEXIST" ["btrfs_subvolume_snapshot"; "/sub"; "/dir"];
          fails "EINVAL" ["btrfs_subvolume_snapshot"; "/dir"; "/x"];
          fails "ENOENT" ["btrfs_subvolume_snapshot"; "/none"; "/x"];
          fails "EINVAL" ["btrfs_subvolume_snapshot"; "/sub"; "/x";
                          "qgroupid:1/100x"];
          ["exists"; "/x"] ==> Is_false ];
    ] };
]
