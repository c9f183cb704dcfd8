/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running the lvm program and reading its reports. */

#include "config.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "device.h"
#include "lvm.h"
#include "run.h"

#define SEPARATOR "\t"

/* ---- Copies of a disk beside it ---- */

/* "Not using device /dev/sdb1 for PV …": the device, malloc'd; NULL when lvm
 * has not found the same physical volume twice. */
static char *
unused_copy (const char *messages)
{
  static const char words[] = "Not using device ";
  const char *p = messages ? strstr (messages, words) : NULL;

  if (p == NULL)
    return NULL;
  p += strlen (words);
  return strndup (p, strcspn (p, " \n"));
}

static bool
reply_with_copy (const char *what, const char *messages)
{
  CLEANUP_FREE char *copy = unused_copy (messages);

  if (copy == NULL)
    return false;
  reply_with_error_errno (EEXIST, "%s: the same physical volume is on more "
                          "than one device, %s is one of them, as when a "
                          "disk and its copy were added: choose one with "
                          "lvm_set_filter", what, copy);
  return true;
}

/* "/dev/VG/LV" -> "VG/LV"; NULL when it does not look like that. */
static const char *
volume_of_path (const char *path)
{
  const char *name = path + 5, *slash;

  if (!is_device_name (path) || (slash = strchr (name, '/')) == NULL
      || slash == name || slash[1] == '\0' || strchr (slash + 1, '/')
      || strncmp (name, "mapper/", 7) == 0)
    return NULL;
  return name;
}

bool
lvm_reply_why_missing (const char *path)
{
  const char *volume = volume_of_path (path);
  CLEANUP_RUN struct run r = {
    .argv = (const char *[]) { "lvm", "lvs", "--", volume, NULL }
  };

  if (volume == NULL || !have_program ("lvm") || lvm_in_use () != 1
      || dm_prepare () == -1 || run_full (&r) == -1)
    return reply_has_error ();
  if (r.status != 0)
    return false;
  if (!reply_with_copy (path, r.err))
    reply_with_error_errno (ENOENT, "%s: this logical volume is not active: "
                            "see lvm_scan and vg_activate",
                            path);
  return true;
}

/* ---- Running ---- */

static int
run_lvm (char **ret_out, const char *const *argv)
{
  CLEANUP_RUN struct run r = { .argv = argv };

  if (run_full (&r) == -1)
    return -1;
  if (r.status == 0) {
    if (ret_out)
      *ret_out = steal (&r.out);
    return 0;
  }
  if (!reply_with_copy ("lvm", r.err))
    run_reply_with_error (&r);
  return -1;
}

int
lvm_argv (char **ret_out, const char *const *words, char *const *more)
{
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;
  int r = dm_prepare ();

  if (r == -1)
    return -1;
  r = strvec_add (&argv, "lvm");
  while (*words)
    r |= strvec_add (&argv, *words++);
  while (more && *more)
    r |= strvec_add (&argv, *more++);
  if (r != 0) {
    reply_with_perror ("strvec_add");
    return -1;
  }
  return run_lvm (ret_out, (const char *const *) argv.ptr);
}

int
lvm (char **ret_out, ...)
{
  CLEANUP_STRVEC struct strvec words = STRVEC_INIT;
  const char *word;
  va_list args;
  int r = 0;

  va_start (args, ret_out);
  while ((word = va_arg (args, const char *)) != NULL)
    r |= strvec_add (&words, word);
  va_end (args);
  if (r != 0) {
    reply_with_perror ("strvec_add");
    return -1;
  }
  return lvm_argv (ret_out, (const char *const *) words.ptr, NULL);
}

/* ---- Reports ---- */

/* Reports begin each line with two blanks. */
static char *
trim_spaces (char *s)
{
  char *end;

  while (*s == ' ')
    s++;
  end = s + strlen (s);
  while (end > s && end[-1] == ' ')
    *--end = '\0';
  return s;
}

static char **
empty_list (void)
{
  char **list = calloc (1, sizeof *list);

  if (list == NULL)
    reply_with_perror ("calloc");
  return list;
}

/* A report on something named must fail when there is no such thing. */
static char **
report_lines (const char *report, const char *columns, const char *sep,
              const char *option, const char *value)
{
  CLEANUP_FREE char *out = NULL;
  const char *words[] = {
    report, "--noheadings", "--nosuffix", "--units", "b",
    "--separator", sep, "-o", columns, option, value, NULL
  };
  bool named = option && strcmp (option, "--") == 0;
  int in_use = named ? 1 : lvm_in_use ();

  if (in_use == 0)
    return empty_list ();
  if (in_use == -1 || lvm_argv (&out, words, NULL) == -1)
    return NULL;
  return split_lines (out);
}

char **
lvm_list (const char *report, const char *columns, const char *sep,
          const char *option, const char *value)
{
  CLEANUP_FREE_STRING_LIST char **lines =
    report_lines (report, columns, sep, option, value);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  size_t i;

  if (lines == NULL)
    return NULL;
  for (i = 0; lines[i]; ++i) {
    const char *line = trim_spaces (lines[i]);

    if (line[0] && strvec_add (&v, line) == -1) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  }
  return strvec_steal (&v);
}

/* The API has UUIDs as 32 characters without dashes. */
static void
copy_uuid (char *ret, const char *text)
{
  size_t n = 0;

  memset (ret, 0, 32);
  for (; *text && n < 32; ++text)
    if (*text != '-')
      ret[n++] = *text;
}

static int
store_column (void *member, const struct lvm_column *column, const char *text)
{
  switch (column->type) {
  case LVM_STRING:
    return (*(char **) member = strdup (text)) ? 0 : -1;
  case LVM_UUID:
    copy_uuid (member, text);
    return 0;
  case LVM_BYTES:
    *(uint64_t *) member = strtoull (text, NULL, 10);
    return 0;
  case LVM_INT:
    *(int64_t *) member = strtoll (text, NULL, 10);
    return 0;
  default:
    *(float *) member = text[0] ? strtof (text, NULL) : -1;
    return 0;
  }
}

static int
parse_line (char *line, const struct lvm_column *columns, size_t nr_columns,
            char *ret)
{
  size_t i;

  for (i = 0; i < nr_columns; ++i) {
    char *text = strsep (&line, SEPARATOR);

    if (text == NULL) {
      reply_with_error ("lvm: the report has %zu columns instead of %zu",
                        i, nr_columns);
      return -1;
    }
    if (store_column (ret + columns[i].offset, &columns[i],
                      trim_spaces (text)) == -1) {
      reply_with_perror ("strdup");
      return -1;
    }
  }
  return 0;
}

static char *
column_names (const struct lvm_column *columns, size_t nr_columns)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  size_t i;

  for (i = 0; i < nr_columns; ++i)
    if (strbuf_addf (&b, "%s%s", i ? "," : "", columns[i].name) == -1)
      return NULL;
  return strbuf_steal (&b);
}

static void
free_rows (char *rows, size_t nr_rows, size_t size,
           const struct lvm_column *columns, size_t nr_columns)
{
  size_t i, j;

  for (i = 0; i < nr_rows; ++i)
    for (j = 0; j < nr_columns; ++j)
      if (columns[j].type == LVM_STRING)
        free (*(char **) (rows + i * size + columns[j].offset));
  free (rows);
}

int
lvm_report (const char *report, const struct lvm_column *columns,
            size_t nr_columns, size_t size, void **ret_val, uint32_t *ret_len)
{
  CLEANUP_FREE char *names = column_names (columns, nr_columns);
  CLEANUP_FREE_STRING_LIST char **lines = NULL;
  size_t i, n = 0;
  char *rows;

  if (names == NULL) {
    reply_with_perror ("strbuf_addf");
    return -1;
  }
  lines = report_lines (report, names, SEPARATOR, NULL, NULL);
  if (lines == NULL)
    return -1;
  rows = calloc (string_list_length (lines) + 1, size);
  if (rows == NULL) {
    reply_with_perror ("calloc");
    return -1;
  }
  for (i = 0; lines[i]; ++i) {
    if (lines[i][strspn (lines[i], " ")] == '\0')
      continue;
    n++;
    if (parse_line (lines[i], columns, nr_columns,
                    rows + (n - 1) * size) == -1) {
      free_rows (rows, n, size, columns, nr_columns);
      return -1;
    }
  }
  *ret_val = rows;
  *ret_len = n;
  return 0;
}
