/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LVM volume groups. */

#include "config.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon.h"
#include "lvm.h"

int
do_vgcreate (const char *volgroup, char *const *physvols)
{
  const char *words[] = { "vgcreate", "--", volgroup, NULL };

  if (physvols[0] == NULL) {
    reply_with_error_errno (EINVAL, "%s: a volume group needs at least one "
                            "physical volume", volgroup);
    return -1;
  }
  return lvm_argv (NULL, words, physvols);
}

int
do_vgremove (const char *vgname)
{
  return lvm (NULL, "vgremove", "--yes", "--force", "--", vgname, NULL);
}

/* When the volume group is on a disk and on a copy of it, lvm changes nothing
 * and yet ends with status 0. */
int
do_vgrename (const char *volgroup, const char *newvolgroup)
{
  if (lvm (NULL, "vgrename", "--", volgroup, newvolgroup, NULL) == -1)
    return -1;
  return lvm (NULL, "vgs", "--", newvolgroup, NULL);
}

int
do_vg_activate (int activate, char *const *volgroups)
{
  const char *words[] = { "vgchange", activate ? "-ay" : "-an", "--", NULL };

  return lvm_argv (NULL, words, volgroups);
}

/* To start lvm takes longer than all the rest: it is for what is not plain. */
int
do_vg_activate_all (int activate)
{
  const int r = activate ? activate_plain_groups () : dm_remove_volumes ();

  if (r != 0)
    return r == -1 ? -1 : 0;
  return lvm (NULL, "vgchange", activate ? "-ay" : "-an", NULL);
}

int
do_vgchange_uuid (const char *vg)
{
  return lvm (NULL, "vgchange", "-u", "--", vg, NULL);
}

int
do_vgchange_uuid_all (void)
{
  return lvm (NULL, "vgchange", "-u", NULL);
}

int
do_vgscan (void)
{
  return lvm (NULL, "vgscan", NULL);
}

char **
do_vgs (void)
{
  char **names = lvm_plain_names (LVM_GROUPS);

  return names || reply_has_error () ? names
    : lvm_list ("vgs", "vg_name", "\t", NULL, NULL);
}

#define COLUMN(member, type) \
  { #member, offsetof (struct guestfs_lvm_vg, member), type }

static const struct lvm_column columns[] = {
  COLUMN (vg_name, LVM_STRING), COLUMN (vg_uuid, LVM_UUID),
  COLUMN (vg_fmt, LVM_STRING), COLUMN (vg_attr, LVM_STRING),
  COLUMN (vg_size, LVM_BYTES), COLUMN (vg_free, LVM_BYTES),
  COLUMN (vg_sysid, LVM_STRING), COLUMN (vg_extent_size, LVM_BYTES),
  COLUMN (vg_extent_count, LVM_INT), COLUMN (vg_free_count, LVM_INT),
  COLUMN (max_lv, LVM_INT), COLUMN (max_pv, LVM_INT),
  COLUMN (pv_count, LVM_INT), COLUMN (lv_count, LVM_INT),
  COLUMN (snap_count, LVM_INT), COLUMN (vg_seqno, LVM_INT),
  COLUMN (vg_tags, LVM_STRING), COLUMN (vg_mda_count, LVM_INT),
  COLUMN (vg_mda_free, LVM_BYTES),
};

struct guestfs_lvm_vg_list *
do_vgs_full (void)
{
  struct guestfs_lvm_vg_list *ret = calloc (1, sizeof *ret);
  void *val;

  if (ret == NULL) {
    reply_with_perror ("calloc");
    return NULL;
  }
  if (lvm_report ("vgs", columns, sizeof columns / sizeof columns[0],
                  sizeof *ret->val, &val, &ret->len) == -1) {
    free (ret);
    return NULL;
  }
  ret->val = val;
  return ret;
}

char *
do_vguuid (const char *vgname)
{
  CLEANUP_FREE_STRING_LIST char **lines =
    lvm_list ("vgs", "vg_uuid", "\t", "--", vgname);

  if (lines == NULL)
    return NULL;
  if (lines[0] == NULL) {
    reply_with_error ("%s: lvm printed no UUID", vgname);
    return NULL;
  }
  return steal (&lines[0]);
}

/* ---- Metadata ---- */

static int
read_stream (FILE *fp, struct strbuf *b)
{
  const size_t size = 64 * 1024;
  CLEANUP_FREE char *buf = malloc (size);
  size_t n;

  if (buf == NULL)
    return -1;
  while ((n = fread (buf, 1, size, fp)) > 0)
    if (strbuf_add (b, buf, n) == -1)
      return -1;
  return ferror (fp) ? -1 : 0;
}

/* lvm writes the backup only to a file, which it replaces. */
char *
do_vgmeta (const char *vgname, size_t *ret_size)
{
  CLEANUP_UNLINK_FREE char *file = strdup ("/tmp/vgmetaXXXXXX");
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_FCLOSE FILE *fp = NULL;
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;

  if (file == NULL || (fd = mkostemp (file, O_CLOEXEC)) == -1) {
    reply_with_perror ("temporary file");
    return NULL;
  }
  if (lvm (NULL, "vgcfgbackup", "-f", file, "--", vgname, NULL) == -1)
    return NULL;
  fp = fopen (file, "re");
  if (fp == NULL || read_stream (fp, &b) == -1) {
    reply_with_perror ("%s", file);
    return NULL;
  }
  *ret_size = b.len;
  return strbuf_steal (&b);
}
