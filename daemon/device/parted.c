/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rare kinds of partition tables (Mac, Sun, Amiga, …), with parted. */

#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "parttable.h"
#include "run.h"

/* Field n (from 0) of a line of machine-readable output. */
static char *
parted_field (const char *line, int n)
{
  while (n-- > 0) {
    line = strchr (line, ':');
    if (line == NULL)
      return NULL;
    line++;
  }
  return strndup (line, strcspn (line, ":;\n"));
}

/* The second line describes the disk; its sixth field is the kind of table. */
static char *
parted_kind (const char *out)
{
  const char *line = strchr (out, '\n');

  return line ? parted_field (line + 1, 5) : NULL;
}

static int
reply_not_partitioned (const char *device)
{
  reply_with_error_errno (EINVAL, "%s: not a partitioned device: create a "
                          "partition table with part_init", device);
  return -1;
}

/* Prints the table and says of what kind it is.  parted invents the kind
 * "loop", with one partition, where a file system covers the disk.  Both
 * results are malloc'd; -1 with the error set. */
static int
parted_print (const char *device, char **ret_out, char **ret_kind)
{
  CLEANUP_FREE char *kind = NULL;
  CLEANUP_RUN struct run r = {
    .argv = (const char *[]) { "parted", "-s", "-m", "--", device, "unit", "b",
                               "print", NULL }
  };

  if (run_full (&r) == -1)
    return -1;
  if (r.status != 0 && strstr (r.err, "unrecognised disk label"))
    return reply_not_partitioned (device);
  if (r.status != 0) {
    run_reply_with_error (&r);
    return -1;
  }
  kind = parted_kind (r.out);
  if (kind == NULL) {
    reply_with_error ("%s: parted printed no kind of partition table", device);
    return -1;
  }
  if (strcmp (kind, "loop") == 0)
    return reply_not_partitioned (device);
  *ret_out = steal (&r.out);
  *ret_kind = steal (&kind);
  return 0;
}

char *
parted_parttype (const char *device)
{
  CLEANUP_FREE char *out = NULL;
  char *kind;

  return parted_print (device, &out, &kind) == -1 ? NULL : kind;
}

int
parted_run (const char *device, const char *const *words)
{
  const char *argv[16] = { "parted", "-s", "--", device };
  size_t n = 4;

  while (*words && n < 15)
    argv[n++] = *words++;
  if (run_argv (NULL, argv) == -1)
    return -1;
  return reread_partitions (device);
}

/* Given a file system for a table, parted would change what it takes for
 * one. */
static int
need_table (const char *device)
{
  CLEANUP_FREE char *kind = parted_parttype (device);

  return kind != NULL ? 0 : -1;
}

int
parted_add (const char *device, const char *type, int64_t start, int64_t end)
{
  CLEANUP_FREE char *s = NULL, *e = NULL;

  if (need_table (device) == -1)
    return -1;
  if (asprintf (&s, "%" PRIi64 "s", start) == -1
      || asprintf (&e, "%" PRIi64 "s", end) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return parted_run (device, (const char *[]) { "unit", "s", "mkpart", type,
                                                s, e, NULL });
}

int
parted_del (const char *device, int partnum)
{
  CLEANUP_FREE char *n = NULL;

  if (need_table (device) == -1)
    return -1;
  if (asprintf (&n, "%d", partnum) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return parted_run (device, (const char *[]) { "rm", n, NULL });
}

/* "3:1048576B:2097151B:…": false for a line that is not a partition. */
static bool
parse_parted_partition (const char *line, struct guestfs_partition *ret)
{
  long long start, end, size;
  int num;

  if (sscanf (line, "%d:%lldB:%lldB:%lldB", &num, &start, &end, &size) != 4)
    return false;
  ret->part_num = num;
  ret->part_start = start;
  ret->part_end = end;
  ret->part_size = size;
  return true;
}

int
parted_list (const char *device, struct guestfs_partition_list *ret)
{
  CLEANUP_FREE char *out = NULL, *kind = NULL;
  CLEANUP_FREE_STRING_LIST char **lines = NULL;
  size_t i;

  if (parted_print (device, &out, &kind) == -1
      || (lines = split_lines (out)) == NULL)
    return -1;
  ret->val = calloc (string_list_length (lines) + 1, sizeof *ret->val);
  if (ret->val == NULL) {
    reply_with_perror ("calloc");
    return -1;
  }
  for (i = 2; i < string_list_length (lines); ++i)
    if (parse_parted_partition (lines[i], &ret->val[ret->len]))
      ret->len++;
  return 0;
}
