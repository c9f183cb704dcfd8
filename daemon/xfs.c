/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only XFS has; and growing F2FS. */

#include <stdlib.h>
#include <string.h>

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

/* ---- Command lines ---- */

struct command {
  struct strvec words;
  bool failed;
};

static void
command_done (struct command *c)
{
  strvec_done (&c->words);
}
#define CLEANUP_COMMAND __attribute__ ((cleanup (command_done)))

static void
add (struct command *c, const char *word)
{
  if (strvec_add (&c->words, word) == -1)
    c->failed = true;
}

static void
add_flag (struct command *c, const char *option, bool given, int value)
{
  if (given && value)
    add (c, option);
}

static void
add_text (struct command *c, const char *option, bool given, const char *text)
{
  if (!given)
    return;
  add (c, option);
  add (c, text);
}

/* option, and prefix with the number in the next word */
static void
add_int (struct command *c, const char *option, const char *prefix,
         bool given, int64_t value)
{
  if (!given)
    return;
  add (c, option);
  if (strvec_addf (&c->words, "%s%lld", prefix, (long long) value) == -1)
    c->failed = true;
}

static int
check_command (const struct command *c)
{
  if (!c->failed)
    return 0;
  reply_with_perror ("strvec_add");
  return -1;
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
    real = guest_real_path (path_or_device);
    if (real == NULL) {
      reply_with_perror ("%s", path_or_device);
      return NULL;
    }
    r = run (&out, "xfs_spaceman", "-c", "info", real, NULL);
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
trim_right (char *s)
{
  size_t n = strlen (s);

  while (n > 0 && s[n-1] == ' ')
    s[--n] = '\0';
}

/* "isize=512    agcount=4, agsize=65536 blks" */
static int
add_assignments (struct strvec *v, const char *section, char *s)
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
add_line (struct strvec *v, char *line, char **section)
{
  char *equals = strchr (line, '='), *rest, c;
  int r = 0;

  if (equals == NULL)
    return 0;
  *equals = '\0';
  rest = first_assignment (equals + 1);
  c = *rest;
  *rest = '\0';
  trim_right (line);
  trim_right (equals + 1);
  if (line[0]) {
    free (*section);
    *section = strdup (line);
    r = *section ? strvec_add (v, line) | strvec_add (v, equals + 1) : -1;
  }
  *rest = c;
  return r != 0 ? -1 : add_assignments (v, *section ? *section : "", rest);
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
    if (add_line (&v, lines[i], &section) == -1) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  return strvec_steal (&v);
}

static const char *
lookup (char *const *pairs, const char *key)
{
  for (; pairs[0]; pairs += 2)
    if (strcmp (pairs[0], key) == 0)
      return pairs[1];
  return "";
}

/* -1, as an unsigned number, when it is not there. */
static uint64_t
number (char *const *pairs, const char *key)
{
  const char *text = lookup (pairs, key);

  text += strcspn (text, "0123456789"); /* "version 2" */
  return *text ? strtoull (text, NULL, 10) : UINT64_MAX;
}

static void
fill_info (struct guestfs_xfsinfo *r, char *const *p)
{
  r->xfs_mntpoint = strdup (lookup (p, "meta-data"));
  r->xfs_inodesize = number (p, "meta-data.isize");
  r->xfs_agcount = number (p, "meta-data.agcount");
  r->xfs_agsize = number (p, "meta-data.agsize");
  r->xfs_sectsize = number (p, "meta-data.sectsz");
  r->xfs_attr = number (p, "meta-data.attr");
  r->xfs_blocksize = number (p, "data.bsize");
  r->xfs_datablocks = number (p, "data.blocks");
  r->xfs_imaxpct = number (p, "data.imaxpct");
  r->xfs_sunit = number (p, "data.sunit");
  r->xfs_swidth = number (p, "data.swidth");
  r->xfs_dirversion = number (p, "naming");
  r->xfs_dirblocksize = number (p, "naming.bsize");
  r->xfs_cimode = number (p, "naming.ascii-ci");
  r->xfs_logname = strdup (lookup (p, "log"));
  r->xfs_logblocksize = number (p, "log.bsize");
  r->xfs_logblocks = number (p, "log.blocks");
  r->xfs_logversion = number (p, "log.version");
  r->xfs_logsectsize = number (p, "log.sectsz");
  r->xfs_logsunit = number (p, "log.sunit");
  r->xfs_lazycount = number (p, "log.lazy-count");
  r->xfs_rtname = strdup (lookup (p, "realtime"));
  r->xfs_rtextsize = number (p, "realtime.extsz");
  r->xfs_rtblocks = number (p, "realtime.blocks");
  r->xfs_rtextents = number (p, "realtime.rtextents");
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
  CLEANUP_COMMAND struct command c = { STRVEC_INIT, false };

  add (&c, "xfs_admin");
  add_flag (&c, "-e", o->has_extunwritten, o->extunwritten);
  add_flag (&c, "-f", o->has_imgfile, o->imgfile);
  add_flag (&c, "-j", o->has_v2log, o->v2log);
  add_flag (&c, "-p", o->has_projid32bit, o->projid32bit);
  add_int (&c, "-c", "", o->has_lazycounter, o->lazycounter != 0);
  add_text (&c, "-L", o->has_label, o->label);
  add_text (&c, "-U", o->has_uuid, o->uuid);
  add (&c, device);
  if (check_command (&c) == -1)
    return -1;
  return run_argv (NULL, (const char *const *) c.words.ptr);
}

int
do_xfs_growfs (const char *path, const struct xfs_growfs_optargs *o)
{
  CLEANUP_COMMAND struct command c = { STRVEC_INIT, false };
  CLEANUP_FREE char *real = guest_real_path (path);

  if (real == NULL) {
    reply_with_perror ("%s", path);
    return -1;
  }
  add (&c, "xfs_growfs");
  add_flag (&c, "-d", o->has_datasec, o->datasec);
  add_flag (&c, "-l", o->has_logsec, o->logsec);
  add_flag (&c, "-r", o->has_rtsec, o->rtsec);
  add_int (&c, "-D", "", o->has_datasize, o->datasize);
  add_int (&c, "-L", "", o->has_logsize, o->logsize);
  add_int (&c, "-R", "", o->has_rtsize, o->rtsize);
  add_int (&c, "-e", "", o->has_rtextsize, o->rtextsize);
  add_int (&c, "-m", "", o->has_maxpct, o->maxpct);
  add (&c, real);
  if (check_command (&c) == -1)
    return -1;
  return run_argv (NULL, (const char *const *) c.words.ptr);
}

static void
add_repair_options (struct command *c, const struct xfs_repair_optargs *o)
{
  add_flag (c, "-L", o->has_forcelogzero, o->forcelogzero);
  add_flag (c, "-n", o->has_nomodify, o->nomodify);
  add_flag (c, "-P", o->has_noprefetch, o->noprefetch);
  if (o->has_forcegeometry && o->forcegeometry)
    add_text (c, "-o", true, "force_geometry");
  add_int (c, "-m", "", o->has_maxmem, o->maxmem);
  add_int (c, "-o", "ihash=", o->has_ihashsize, o->ihashsize);
  add_int (c, "-o", "bhash=", o->has_bhashsize, o->bhashsize);
  add_int (c, "-o", "ag_stride=", o->has_agstride, o->agstride);
  add_text (c, "-l", o->has_logdev, o->logdev);
  add_text (c, "-r", o->has_rtdev, o->rtdev);
}

static int
run_repair (const struct command *c)
{
  CLEANUP_RUN struct run r = {
    .argv = (const char *const *) c->words.ptr, .merge_stderr = true
  };

  if (run_full (&r) == -1)
    return -1;
  debug ("xfs_repair: %s", r.out);
  return r.status;
}

int
do_xfs_repair (const char *device, const struct xfs_repair_optargs *opts)
{
  CLEANUP_COMMAND struct command c = { STRVEC_INIT, false };
  CLEANUP_FREE char *real = NULL;

  add (&c, "xfs_repair");
  add_repair_options (&c, opts);
  if (!is_device_name (device)) {
    real = guest_real_path (device);
    if (real == NULL) {
      reply_with_perror ("%s", device);
      return -1;
    }
    add (&c, "-f");
  }
  add (&c, real ? real : device);
  return check_command (&c) == -1 ? -1 : run_repair (&c);
}
