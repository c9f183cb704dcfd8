/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The applications that were found, kept as they are sent. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "apps.h"
#include "codec.h"

/* Sixty thousand packages, which is all of Debian, have half of that. */
#define FOUND_MAX (256 * 1024 * 1024)

void
apps_done (struct apps *apps)
{
  wire_writer_done (&apps->data);
  free (apps->places);
}

static bool
make_room (struct apps *apps)
{
  const size_t cap = apps->cap ? apps->cap * 2 : 256;
  struct app_place *places;

  if (apps->len < apps->cap)
    return true;
  places = reallocarray (apps->places, cap, sizeof *places);
  if (places == NULL)
    return false;
  apps->places = places;
  apps->cap = cap;
  return true;
}

static char *
or_empty (const char *s)
{
  return (char *) (s ? s : "");
}

static struct guestfs_application2
application2_of (const struct app *a)
{
  return (struct guestfs_application2) {
    .app2_name = or_empty (a->name),
    .app2_display_name = or_empty (a->display_name),
    .app2_epoch = a->epoch,
    .app2_version = or_empty (a->version),
    .app2_release = or_empty (a->release),
    .app2_arch = or_empty (a->arch),
    .app2_install_path = or_empty (a->install_path),
    .app2_trans_path = or_empty (NULL),
    .app2_publisher = or_empty (a->publisher),
    .app2_url = or_empty (a->url),
    .app2_source_package = or_empty (a->source_package),
    .app2_summary = or_empty (a->summary),
    .app2_description = or_empty (a->description),
    .app2_class = or_empty (a->class),
    .app2_spare2 = or_empty (NULL),
    .app2_spare3 = or_empty (NULL),
    .app2_spare4 = or_empty (NULL),
  };
}

int
apps_add (struct apps *apps, const struct app *app)
{
  const struct guestfs_application2 a = application2_of (app);
  const size_t start = apps->data.len;

  if (start > FOUND_MAX) {
    reply_with_error_errno (E2BIG, "list of applications: %zu applications "
                            "have more than %d MiB of text: the database is "
                            "damaged or malicious", apps->len,
                            FOUND_MAX >> 20);
    return -1;
  }
  wire_put_application2 (&apps->data, &a);
  if (apps->data.failed || !make_room (apps)) {
    reply_with_perror_errno (ENOMEM, "list of applications");
    return -1;
  }
  apps->places[apps->len++] = (struct app_place) {
    start, apps->data.len - start, app->number
  };
  return 0;
}

/* ---- Order ---- */

/* A name in the encoding: the length, then the bytes. */
static const unsigned char *
name_at (const char *data, const struct app_place *p, size_t *ret_len)
{
  const unsigned char *at = (const unsigned char *) data + p->start;

  *ret_len = (size_t) at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
  return at + 4;
}

static int
compare_places (const void *one, const void *other, void *data)
{
  const struct app_place *a = one, *b = other;
  size_t a_len, b_len;
  const unsigned char *a_name = name_at (data, a, &a_len),
    *b_name = name_at (data, b, &b_len);
  int r = memcmp (a_name, b_name, a_len < b_len ? a_len : b_len);

  if (r == 0)
    r = (a_len > b_len) - (a_len < b_len);
  if (r == 0)
    r = (a->number > b->number) - (a->number < b->number);
  return r ? r : (a->start > b->start) - (a->start < b->start);
}

void
apps_sort (struct apps *apps)
{
  if (apps->len > 1)
    qsort_r (apps->places, apps->len, sizeof *apps->places, compare_places,
             apps->data.data);
}
