/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inspect-release TYPE [--usr] [NAME=VALUE]… DIR…: what the table of systems
 * says of each directory, as lines NAME=VALUE and an empty one.  NAME=VALUE
 * is known before, as what the registry of Windows says. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inspect.h"

struct known {
  const char *type;
  bool usr;
  char **values;
};

static const char *
value_of (char **values, const char *name)
{
  const size_t n = strlen (name);

  for (; *values; ++values)
    if (strncmp (*values, name, n) == 0 && (*values)[n] == '=')
      return *values + n + 1;
  return NULL;
}

static void
begin (struct findings *f, const struct known *known)
{
#define SET_STRING(s) finding_copy (&f->s, value_of (known->values, #s));
#define SET_NUMBER(n) \
  if (value_of (known->values, #n)) \
    f->n = atoi (value_of (known->values, #n));
  FINDINGS_STRINGS (SET_STRING)
  FINDINGS_NUMBERS (SET_NUMBER)
  finding_copy (&f->type, known->type);
  f->role = known->usr ? ROLE_USR : ROLE_ROOT;
}

static void
print (const struct findings *f)
{
#define PRINT_STRING(s) if (f->s) printf (#s "=%s\n", f->s);
  FINDINGS_STRINGS (PRINT_STRING)
  printf ("version=%d.%d\n", f->major, f->minor);
  for (size_t i = 0; i < f->warnings.len; ++i)
    printf ("warning=%s\n", f->warnings.ptr[i]);
  printf ("\n");
}

static void
inspect_dir (const char *dir, const struct known *known)
{
  CLEANUP_CLOSE int fd = open (dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct findings f = FINDINGS_INIT;
  const struct tree t = {
    .fd = fd, .name = "tree", .warnings = &f.warnings,
  };

  if (fd == -1) {
    perror (dir);
    exit (EXIT_FAILURE);
  }
  begin (&f, known);
  look_for_release (&t, known->type, known->usr, &f);
  describe_by_table (&t, &f);
  print (&f);
  findings_done (&f);
}

int
main (int argc, char *argv[])
{
  struct known known = { argc > 1 ? argv[1] : NULL, false, argv };
  int i = 2;

  if (argc > i && strcmp (argv[i], "--usr") == 0) {
    known.usr = true;
    i++;
  }
  while (i < argc && strchr (argv[i], '='))
    i++;
  if (i >= argc) {
    fprintf (stderr,
             "usage: inspect-release TYPE [--usr] [NAME=VALUE]... DIR...\n");
    return EXIT_FAILURE;
  }
  for (; i < argc; ++i)
    inspect_dir (argv[i], &known);
  return EXIT_SUCCESS;
}
