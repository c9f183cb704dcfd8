/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux software RAID (MD). */

#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "daemon.h"

int
optgroup_mdadm_available (void)
{
  return have_program ("mdadm");
}

char **
do_list_md_devices (void)
{
  return device_list_md ();
}

/* ---- Creating ---- */

/* The bit of the n-th member in missingbitmap: it is created without it. */
static bool
is_missing (uint64_t bitmap, size_t n)
{
  return n < 64 && (bitmap >> n & 1);
}

static size_t
count_missing (uint64_t bitmap)
{
  return __builtin_popcountll (bitmap);
}

/* Devices in order, with the word "missing" where the bitmap says so. */
static int
add_members (struct strvec *argv, char *const *devices, uint64_t bitmap)
{
  size_t i, n = string_list_length (devices) + count_missing (bitmap);

  for (i = 0; i < n; ++i) {
    const char *member = is_missing (bitmap, i) ? "missing" : *devices;

    if (member == NULL)         /* a bit far behind the last device */
      break;
    if (strvec_add (argv, member) == -1)
      return -1;
    if (!is_missing (bitmap, i))
      devices++;
  }
  return 0;
}

/* The spare ones are the last of the members. */
static int
check_create (const char *name, size_t members,
              const struct md_create_optargs *opts)
{
  if (opts->has_spare && opts->spare >= 0 && !opts->has_nrdevices
      && (size_t) opts->spare >= members)
    reply_with_error_errno (EINVAL, "%s: %d spare devices of %zu leave none "
                            "for the array", name, opts->spare, members);
  else if (opts->has_nrdevices && opts->nrdevices < 1)
    reply_with_error_errno (EINVAL, "%s: an array needs one device at least",
                            name);
  else if (opts->has_spare && opts->spare < 0)
    reply_with_error_errno (EINVAL, "%s: the number of spare devices cannot "
                            "be negative", name);
  else if (opts->has_chunk && (opts->chunk <= 0 || opts->chunk % 1024 != 0))
    reply_with_error_errno (EINVAL, "%s: a chunk of %lld bytes is not a "
                            "multiple of 1024", name, (long long) opts->chunk);
  else
    return 0;
  return -1;
}

static int
add_options (struct strvec *argv, const char *name, size_t members,
             const struct md_create_optargs *opts)
{
  int spare = opts->has_spare ? opts->spare : 0;
  long nr = opts->has_nrdevices ? opts->nrdevices : (long) members - spare;
  int r = strvec_add (argv, "mdadm") | strvec_add (argv, "--create")
    | strvec_add (argv, name) | strvec_add (argv, "--run")
    | strvec_add (argv, "--metadata=1.2")
    | strvec_addf (argv, "--level=%s", opts->has_level ? opts->level : "raid1")
    | strvec_addf (argv, "--raid-devices=%ld", nr);

  if (spare > 0)
    r |= strvec_addf (argv, "--spare-devices=%d", spare);
  if (opts->has_chunk)
    r |= strvec_addf (argv, "--chunk=%lld", (long long) opts->chunk / 1024);
  return r;
}

/* A name becomes /dev/md/<name>, which udev would have linked to the real
 * device; without it mdadm makes the link. */
int
do_md_create (const char *name, char *const *devices,
              const struct md_create_optargs *opts)
{
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;
  CLEANUP_FREE char *device = NULL;
  uint64_t bitmap = opts->has_missingbitmap ? opts->missingbitmap : 0;
  size_t members = string_list_length (devices) + count_missing (bitmap);

  if (check_create (name, members, opts) == -1)
    return -1;
  if (asprintf (&device, "%s%s", is_device_name (name) ? "" : "/dev/md/",
                name) == -1
      || add_options (&argv, device, members, opts) != 0
      || add_members (&argv, devices, bitmap) == -1) {
    reply_with_perror ("strvec_add");
    return -1;
  }
  if (run_argv (NULL, (const char *const *) argv.ptr) == -1)
    return -1;
  return wait_for_device (device);
}

int
do_md_stop (const char *md)
{
  return md_stop (md);
}

/* ---- Details ---- */

/* "MD_LEVEL=raid1" -> "level", "raid1" */
static int
add_detail (struct strvec *v, char *line)
{
  char *equals = strchr (line, '='), *p;

  if (strncmp (line, "MD_", 3) != 0 || equals == NULL)
    return 0;
  *equals = '\0';
  for (p = line + 3; *p; ++p)
    if (*p >= 'A' && *p <= 'Z')
      *p += 'a' - 'A';
  return strvec_add (v, line + 3) | strvec_add (v, equals + 1);
}

char **
do_md_detail (const char *md)
{
  CLEANUP_FREE char *out = NULL;
  CLEANUP_FREE_STRING_LIST char **lines = NULL;
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  size_t i;

  if (run (&out, "mdadm", "--detail", "--export", md, NULL) == -1
      || (lines = split_lines (out)) == NULL)
    return NULL;
  for (i = 0; lines[i]; ++i)
    if (add_detail (&v, lines[i]) != 0) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  return strvec_steal (&v);
}

/* ---- State of the members, from /proc/mdstat ----
 *
 *   md127 : active raid1 sdc[2](S) sdb[1] sda[0]
 */

static int
parse_member (const char *word, struct guestfs_mdstat *ret)
{
  const char *bracket = strchr (word, '['), *flag;
  CLEANUP_STRBUF struct strbuf flags = STRBUF_INIT;

  if (bracket == NULL)
    return 0;
  for (flag = strchr (bracket, '('); flag; flag = strchr (flag + 1, '('))
    if (strbuf_addc (&flags, flag[1]) == -1)
      return -1;
  if (asprintf (&ret->mdstat_device, "/dev/%.*s", (int) (bracket - word),
                word) == -1)
    return -1;
  ret->mdstat_index = atoi (bracket + 1);
  ret->mdstat_flags = strbuf_steal (&flags);
  return ret->mdstat_flags ? 1 : -1;
}

static int
parse_mdstat_line (char *line, struct guestfs_mdstat_list *ret)
{
  char *word, *save = NULL;

  ret->val = calloc (strlen (line) + 1, sizeof *ret->val);
  if (ret->val == NULL)
    return -1;
  for (word = strtok_r (line, " \n", &save); word;
       word = strtok_r (NULL, " \n", &save)) {
    int r = parse_member (word, &ret->val[ret->len]);

    if (r == -1)
      return -1;
    ret->len += r;
  }
  return 0;
}

/* The line of /proc/mdstat that describes the device. */
static char *
mdstat_line (const char *md)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/mdstat", "re");
  CLEANUP_FREE char *real = realpath (md, NULL), *line = NULL;
  const char *name;
  size_t cap = 0;

  if (fp == NULL || real == NULL) {
    reply_with_perror ("%s", fp == NULL ? "/proc/mdstat" : md);
    return NULL;
  }
  name = strrchr (real, '/') + 1;
  while (getline (&line, &cap, fp) != -1)
    if (strncmp (line, name, strlen (name)) == 0
        && strncmp (line + strlen (name), " : ", 3) == 0)
      return steal (&line);
  reply_with_error_errno (EINVAL, "%s: not an MD array", md);
  return NULL;
}

struct guestfs_mdstat_list *
do_md_stat (const char *md)
{
  CLEANUP_FREE char *line = mdstat_line (md);
  struct guestfs_mdstat_list *ret;
  size_t i;

  if (line == NULL)
    return NULL;
  ret = calloc (1, sizeof *ret);
  if (ret && parse_mdstat_line (line, ret) == 0)
    return ret;
  reply_with_perror ("calloc");
  for (i = 0; ret && i < ret->len; ++i) {
    free (ret->val[i].mdstat_device);
    free (ret->val[i].mdstat_flags);
  }
  if (ret)
    free (ret->val);
  free (ret);
  return NULL;
}
