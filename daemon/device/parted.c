/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rare kinds of partition tables (Mac, Sun, Amiga, …), with parted. */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "parttable.h"

static char *
parted_print (const char *device)
{
  char *out;

  if (run (&out, "parted", "-s", "-m", "--", device, "unit", "b", "print",
           NULL) == -1)
    return NULL;
  return out;
}

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

/* The second line describes the disk; its sixth field is the kind. */
char *
parted_parttype (const char *device)
{
  CLEANUP_FREE char *out = parted_print (device);
  const char *line;
  char *type = NULL;

  if (out == NULL)
    return NULL;
  line = strchr (out, '\n');
  if (line)
    type = parted_field (line + 1, 5);
  if (type == NULL)
    reply_with_error ("%s: parted printed no kind of partition table", device);
  return type;
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

int
parted_add (const char *device, const char *type, int64_t start, int64_t end)
{
  CLEANUP_FREE char *s = NULL, *e = NULL;

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
  CLEANUP_FREE char *out = parted_print (device);
  CLEANUP_FREE_STRING_LIST char **lines = NULL;
  size_t i;

  if (out == NULL || (lines = split_lines (out)) == NULL)
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
