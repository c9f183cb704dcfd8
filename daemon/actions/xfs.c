/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only XFS has; and growing F2FS. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "content.h"
#include "daemon.h"

int
optgroup_xfs_available (void)
{
  return have_program ("mkfs.xfs");
}

int
optgroup_f2fs_available (void)
{
  return have_program ("mkfs.f2fs");
}

int
do_f2fs_expand (const char *device)
{
  return run (NULL, "resize.f2fs", device, NULL);
}

/* ---- Information ---- */

/* What xfs_info, a shell script, would run. */
static char *
print_info (const char *path_or_device)
{
  CLEANUP_FREE char *real = NULL;
  char *out;
  int r;

  if (is_device_name (path_or_device))
    r = run (&out, "xfs_db", "-r", "-c", "info", path_or_device, NULL);
  else {
    real = content_real_path (path_or_device);
    if (real == NULL)
      return NULL;
    r = run_confined (&out, "xfs_spaceman", "-c", "info", real, NULL);
  }
  return r == -1 ? NULL : out;
}

/* Where "name=" begins: the start of the word that has the first '='. */
static char *
first_assignment (char *s)
{
  char *equals = strchr (s, '=');

  if (equals == NULL)
    return s + strlen (s);
  while (equals > s && equals[-1] != ' ')
    equals--;
  return equals;
}

static void
drop_trailing_spaces (char *s)
{
  size_t n = strlen (s);

  while (n > 0 && s[n-1] == ' ')
    s[--n] = '\0';
}

/* "isize=512    agcount=4, agsize=65536 blks" */
static int
add_info_values (struct strvec *v, const char *section, char *s)
{
  char *word, *save = NULL;

  for (word = strtok_r (s, " ,", &save); word;
       word = strtok_r (NULL, " ,", &save)) {
    char *equals = strchr (word, '=');

    if (equals == NULL)         /* a unit */
      continue;
    *equals = '\0';
    if (strvec_addf (v, "%s.%s", section, word) == -1
        || strvec_add (v, equals + 1) == -1)
      return -1;
  }
  return 0;
}

/* "data     =text     name=value …": a line without a section belongs to that
 * of the line before. */
static int
add_info_line (struct strvec *v, char *line, char **section)
{
  char *equals = strchr (line, '='), *rest, c;
  int r = 0;

  if (equals == NULL)
    return 0;
  *equals = '\0';
  rest = first_assignment (equals + 1);
  c = *rest;
  *rest = '\0';
  drop_trailing_spaces (line);
  drop_trailing_spaces (equals + 1);
  if (line[0]) {
    free (*section);
    *section = strdup (line);
    r = *section ? strvec_add (v, line) | strvec_add (v, equals + 1) : -1;
  }
  *rest = c;
  return r != 0 ? -1 : add_info_values (v, *section ? *section : "", rest);
}

char **
do_xfs_info2 (const char *pathordevice)
{
  CLEANUP_FREE char *out = print_info (pathordevice), *section = NULL;
  CLEANUP_FREE_STRING_LIST char **lines = NULL;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  size_t i;

  if (out == NULL || (lines = split_lines (out)) == NULL)
    return NULL;
  for (i = 0; lines[i]; ++i)
    if (add_info_line (&v, lines[i], &section) == -1) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  return strvec_steal (&v);
}

static const char *
info_text (char *const *pairs, const char *key)
{
  for (; pairs[0]; pairs += 2)
    if (strcmp (pairs[0], key) == 0)
      return pairs[1];
  return "";
}

/* -1, as an unsigned number, when it is not there. */
static uint64_t
info_number (char *const *pairs, const char *key)
{
  const char *text = info_text (pairs, key);

  text += strcspn (text, "0123456789"); /* "version 2" */
  return *text ? strtoull (text, NULL, 10) : UINT64_MAX;
}

static void
fill_info (struct guestfs_xfsinfo *r, char *const *p)
{
  r->xfs_mntpoint = strdup (info_text (p, "meta-data"));
  r->xfs_inodesize = info_number (p, "meta-data.isize");
  r->xfs_agcount = info_number (p, "meta-data.agcount");
  r->xfs_agsize = info_number (p, "meta-data.agsize");
  r->xfs_sectsize = info_number (p, "meta-data.sectsz");
  r->xfs_attr = info_number (p, "meta-data.attr");
  r->xfs_blocksize = info_number (p, "data.bsize");
  r->xfs_datablocks = info_number (p, "data.blocks");
  r->xfs_imaxpct = info_number (p, "data.imaxpct");
  r->xfs_sunit = info_number (p, "data.sunit");
  r->xfs_swidth = info_number (p, "data.swidth");
  r->xfs_dirversion = info_number (p, "naming");
  r->xfs_dirblocksize = info_number (p, "naming.bsize");
  r->xfs_cimode = info_number (p, "naming.ascii-ci");
  r->xfs_logname = strdup (info_text (p, "log"));
  r->xfs_logblocksize = info_number (p, "log.bsize");
  r->xfs_logblocks = info_number (p, "log.blocks");
  r->xfs_logversion = info_number (p, "log.version");
  r->xfs_logsectsize = info_number (p, "log.sectsz");
  r->xfs_logsunit = info_number (p, "log.sunit");
  r->xfs_lazycount = info_number (p, "log.lazy-count");
  r->xfs_rtname = strdup (info_text (p, "realtime"));
  r->xfs_rtextsize = info_number (p, "realtime.extsz");
  r->xfs_rtblocks = info_number (p, "realtime.blocks");
  r->xfs_rtextents = info_number (p, "realtime.rtextents");
}

struct guestfs_xfsinfo *
do_xfs_info (const char *pathordevice)
{
  CLEANUP_FREE_STRING_LIST char **pairs = do_xfs_info2 (pathordevice);
  struct guestfs_xfsinfo *ret;

  if (pairs == NULL)
    return NULL;
  ret = calloc (1, sizeof *ret);
  if (ret) {
    fill_info (ret, pairs);
    if (ret->xfs_mntpoint && ret->xfs_logname && ret->xfs_rtname)
      return ret;
    free (ret->xfs_mntpoint);
    free (ret->xfs_logname);
    free (ret->xfs_rtname);
  }
  reply_with_perror ("calloc");
  free (ret);
  return NULL;
}

/* ---- Changing ---- */

int
do_xfs_admin (const char *device, const struct xfs_admin_optargs *o)
{
  CLEANUP_ARGV struct argv a = ARGV_INIT;

  argv_add (&a, "xfs_admin");
  argv_flag (&a, "-e", o->has_extunwritten && o->extunwritten);
  argv_flag (&a, "-f", o->has_imgfile && o->imgfile);
  argv_flag (&a, "-j", o->has_v2log && o->v2log);
  argv_flag (&a, "-p", o->has_projid32bit && o->projid32bit);
  argv_int (&a, "-c", o->has_lazycounter, o->lazycounter != 0);
  argv_text (&a, "-L", o->has_label, o->label);
  argv_text (&a, "-U", o->has_uuid, o->uuid);
  argv_add (&a, device);
  return argv_run (NULL, &a);
}

int
do_xfs_growfs (const char *path, const struct xfs_growfs_optargs *o)
{
  CLEANUP_ARGV struct argv a = ARGV_INIT;
  CLEANUP_FREE char *real = content_real_path (path);

  if (real == NULL)
    return -1;
  argv_add (&a, "xfs_growfs");
  argv_flag (&a, "-d", o->has_datasec && o->datasec);
  argv_flag (&a, "-l", o->has_logsec && o->logsec);
  argv_flag (&a, "-r", o->has_rtsec && o->rtsec);
  argv_int (&a, "-D", o->has_datasize, o->datasize);
  argv_int (&a, "-L", o->has_logsize, o->logsize);
  argv_int (&a, "-R", o->has_rtsize, o->rtsize);
  argv_int (&a, "-e", o->has_rtextsize, o->rtextsize);
  argv_int (&a, "-m", o->has_maxpct, o->maxpct);
  argv_add (&a, real);
  return argv_run_confined (NULL, &a);
}

static void
add_repair_suboption (struct argv *a, const char *name, bool given,
                      int64_t value)
{
  if (given) {
    argv_add (a, "-o");
    argv_addf (a, "%s=%lld", name, (long long) value);
  }
}

static void
add_repair_options (struct argv *a, const struct xfs_repair_optargs *o)
{
  argv_flag (a, "-L", o->has_forcelogzero && o->forcelogzero);
  argv_flag (a, "-n", o->has_nomodify && o->nomodify);
  argv_flag (a, "-P", o->has_noprefetch && o->noprefetch);
  if (o->has_forcegeometry && o->forcegeometry)
    argv_text (a, "-o", true, "force_geometry");
  argv_int (a, "-m", o->has_maxmem, o->maxmem);
  add_repair_suboption (a, "ihash", o->has_ihashsize, o->ihashsize);
  add_repair_suboption (a, "bhash", o->has_bhashsize, o->bhashsize);
  add_repair_suboption (a, "ag_stride", o->has_agstride, o->agstride);
  argv_text (a, "-l", o->has_logdev, o->logdev);
  argv_text (a, "-r", o->has_rtdev, o->rtdev);
}

static int
run_xfs_repair (const struct argv *a, bool is_file)
{
  CLEANUP_RUN struct run r = {
    .argv = argv_words (a), .merge_stderr = true, .confined = is_file,
  };

  int status = r.argv == NULL ? -1 : run_for_status (&r);

  debug ("xfs_repair: %s", r.out ? r.out : "");
  return status;
}

int
do_xfs_repair (const char *device, const struct xfs_repair_optargs *opts)
{
  CLEANUP_ARGV struct argv a = ARGV_INIT;
  CLEANUP_FREE char *real = NULL;

  argv_add (&a, "xfs_repair");
  add_repair_options (&a, opts);
  if (!is_device_name (device)) {
    real = content_real_path (device);
    if (real == NULL)
      return -1;
    argv_add (&a, "-f");
  }
  argv_add (&a, real ? real : device);
  return run_xfs_repair (&a, real != NULL);
}
