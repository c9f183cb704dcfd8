/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The applications that were found, and sent in pieces. */

#include "config.h"

#include <endian.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "applications.h"
#include "apps.h"
#include "frame.h"

/* Sixty thousand packages, which is all of Debian, have half of that. */
#define FOUND_MAX (256 * 1024 * 1024)
/* Fills a frame of the stream. */
#define PIECE (FRAME_CHUNK_SIZE - FRAME_HEADER_SIZE)

void
apps_done (struct apps *apps)
{
  free (apps->piece);
}

int
apps_send (struct apps *apps)
{
  const size_t len = apps->len;

  apps->len = 0;
  return len ? apps->send (apps->opaque, apps->piece, len) : 0;
}

static int
check_bytes (struct apps *apps, size_t size)
{
  apps->bytes += size;
  if (apps->bytes <= FOUND_MAX)
    return 0;
  reply_with_error_errno (E2BIG, "list of applications: %" PRIu64
                          " applications have more than %d MiB of text: the "
                          "database is damaged or malicious", apps->number,
                          FOUND_MAX >> 20);
  return -1;
}

/* Where the next record goes, which has so many bytes. */
static char *
make_room (struct apps *apps, size_t size)
{
  const size_t cap = size > PIECE ? size : PIECE;
  char *p = apps->piece;

  if (check_bytes (apps, size) == -1)
    return NULL;
  if (apps->len + size > apps->cap && apps_send (apps) == -1)
    return NULL;
  if (apps->cap < cap) {
    p = realloc (apps->piece, cap);
    if (p == NULL) {
      reply_with_perror ("list of applications");
      return NULL;
    }
    apps->piece = p;
    apps->cap = cap;
  }
  p += apps->len;
  apps->len += size;
  return p;
}

static size_t
padded (size_t n)
{
  return (n + 3) & ~(size_t) 3;
}

static struct app_texts
collect (const struct app *a)
{
  struct app_texts t = {
    .text = {
      [TEXT_NAME].ptr = a->name,
      [TEXT_DISPLAY_NAME].ptr = a->display_name,
      [TEXT_VERSION].ptr = a->version,
      [TEXT_RELEASE].ptr = a->release,
      [TEXT_ARCH].ptr = a->arch,
      [TEXT_INSTALL_PATH].ptr = a->install_path,
      [TEXT_PUBLISHER].ptr = a->publisher,
      [TEXT_URL].ptr = a->url,
      [TEXT_SOURCE_PACKAGE].ptr = a->source_package,
      [TEXT_SUMMARY].ptr = a->summary,
      [TEXT_DESCRIPTION].ptr = a->description,
      [TEXT_CLASS].ptr = a->class,
    },
    .epoch = a->epoch, .number = a->number,
  };

  for (size_t i = 0; i < NR_TEXTS; ++i)
    t.text[i].len = t.text[i].ptr ? strlen (t.text[i].ptr) : 0;
  return t;
}

/* As a record: length, kind, number, epoch and texts. */
static size_t
size_of (const struct app_texts *t)
{
  size_t size = 4 + 4 + 8 + 4 + 4 * NR_TEXTS;

  for (size_t i = 0; i < NR_TEXTS; ++i)
    size += padded (t->text[i].len);
  return size;
}

static char *
put_number (char *p, uint32_t n)
{
  n = htobe32 (n);
  memcpy (p, &n, sizeof n);
  return p + sizeof n;
}

/* Most are short: a call that copies one takes longer.  The last eight bytes
 * may be copied twice. */
static inline __attribute__ ((always_inline)) void
copy_text (char *p, const char *text, size_t len)
{
  size_t i = 0;

  for (; i + 8 <= len; i += 8)
    memcpy (p + i, text + i, 8);
  if (i == len)
    return;
  if (len >= 8)
    memcpy (p + len - 8, text + len - 8, 8);
  else
    for (; i < len; ++i)
      p[i] = text[i];
}

static inline __attribute__ ((always_inline)) char *
put_text (char *p, const struct app_text *t)
{
  char *end = p + 4 + padded (t->len);

  p = put_number (p, t->len);
  if (t->len) {
    memset (end - 4, 0, 4);
    copy_text (p, t->ptr, t->len);
  }
  return end;
}

/* This is done so often that the codec, which asks for room for each string,
 * would take half of the time; so does a call for each, emulated. */
static void IN_ONE_PAGE
put_texts (char *p, const struct app_texts *t)
{
  for (size_t i = 0; i < NR_TEXTS; ++i) {
    if (i == TEXT_VERSION)
      p = put_number (p, t->epoch);
    p = put_text (p, &t->text[i]);
  }
}

int
apps_add_texts (struct apps *apps, const struct app_texts *t)
{
  const size_t size = size_of (t);
  char *p = make_room (apps, size);

  if (p == NULL)
    return -1;
  p = put_number (p, size - 4);
  p = put_number (p, RECORD_APPLICATION);
  p = put_number (p, t->number >> 32);
  p = put_number (p, t->number);
  put_texts (p, t);
  apps->number++;
  return 0;
}

int
apps_add (struct apps *apps, const struct app *app)
{
  const struct app_texts t = collect (app);

  return apps_add_texts (apps, &t);
}

int
apps_add_warning (struct apps *apps, const char *text)
{
  const struct app_text t = { text, strlen (text) };
  const size_t size = 4 + 4 + 4 + padded (t.len);
  char *p = make_room (apps, size);

  if (p == NULL)
    return -1;
  p = put_number (p, size - 4);
  p = put_number (p, RECORD_WARNING);
  put_text (p, &t);
  return 0;
}
