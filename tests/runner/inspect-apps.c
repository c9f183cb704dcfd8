/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of package databases find in a directory, without a VM:
 *
 *   inspect-apps FORMAT DIRECTORY     "deb", "rpm" …
 *
 * Each application is a line of name=value, with \n for a newline; warnings and
 * the error go to standard error. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "applications.h"
#include "apps.h"

static void
print_text (const char *name, const char *text)
{
  if (*text == '\0')
    return;
  printf (" %s=", name);
  for (; *text; ++text)
    if (*text == '\n')
      printf ("\\n");
    else
      putchar (*text);
}

static void
print_app (const struct guestfs_application2 *a)
{
  printf ("name=%s", a->app2_name);
  print_text ("display_name", a->app2_display_name);
  if (a->app2_epoch)
    printf (" epoch=%d", a->app2_epoch);
  print_text ("version", a->app2_version);
  print_text ("release", a->app2_release);
  print_text ("arch", a->app2_arch);
  print_text ("install_path", a->app2_install_path);
  print_text ("publisher", a->app2_publisher);
  print_text ("url", a->app2_url);
  print_text ("source_package", a->app2_source_package);
  print_text ("summary", a->app2_summary);
  print_text ("description", a->app2_description);
  print_text ("class", a->app2_class);
  putchar ('\n');
}

static int
take (void *opaque, const void *buf, size_t n)
{
  return applications_take (opaque, buf, n);
}

static void
print_apps (struct applications *found)
{
  struct guestfs_application2_list list;

  if (applications_list (found, &list) == -1)
    abort ();
  for (uint32_t i = 0; i < list.len; ++i)
    print_app (&list.val[i]);
  guestfs_int_clear_application2_list (&list);
}

int
main (int argc, char **argv)
{
  CLEANUP_CLOSE int fd = argc == 3 ? open (argv[2], O_PATH | O_DIRECTORY) : -1;
  CLEANUP_STRVEC struct strvec warnings = STRVEC_INIT;
  const struct tree t = { .fd = fd, .name = "root", .warnings = &warnings };
  CLEANUP_APPLICATIONS struct applications found = APPLICATIONS_INIT;
  CLEANUP_APPS struct apps apps = { .send = take, .opaque = &found };
  int r;

  if (fd == -1) {
    fprintf (stderr, "usage: inspect-apps FORMAT DIRECTORY\n");
    return EXIT_FAILURE;
  }
  r = apps_read (&t, argv[1], &apps);
  if (r == 0 && apps_send (&apps) == 0)
    print_apps (&found);
  for (size_t i = 0; i < warnings.len; ++i)
    fprintf (stderr, "warning: %s\n", warnings.ptr[i]);
  return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
