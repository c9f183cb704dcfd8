/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inspect-tree DIR: what the daemon would find in a file system that has the
 * files of this directory, as lines "name=value"; names of lists have a line
 * for each element.  What is not known is left out. */

#include "config.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "inspect.h"

static void
print_string (const char *name, const char *value)
{
  if (value)
    printf ("%s=%s\n", name, value);
}

static void
print_list (const char *name, const struct strvec *v)
{
  for (size_t i = 0; i < v->len; ++i)
    printf ("%s=%s\n", name, v->ptr[i]);
}

static void
print_findings (const struct findings *f)
{
#define PRINT_STRING(s) print_string (#s, f->s);
#define PRINT_NUMBER(n) printf (#n "=%d\n", f->n);
#define PRINT_LIST(l) print_list (#l, &f->l);
  FINDINGS_STRINGS (PRINT_STRING)
  FINDINGS_NUMBERS (PRINT_NUMBER)
  FINDINGS_LISTS (PRINT_LIST)
}

int
main (int argc, char *argv[])
{
  struct findings f = FINDINGS_INIT;
  struct tree t = { .name = "tree", .warnings = &f.warnings };

  if (argc != 2) {
    fprintf (stderr, "usage: inspect-tree DIR\n");
    return EXIT_FAILURE;
  }
  t.fd = open (argv[1], O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (t.fd == -1) {
    perror (argv[1]);
    return EXIT_FAILURE;
  }
  look_at_tree (&t, &f);
  print_findings (&f);
  findings_done (&f);
  close (t.fd);
  return EXIT_SUCCESS;
}
