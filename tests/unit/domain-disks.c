/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The disks in the XML of domains and pools, as the module reads them.
 *
 *   domain-disks FILE...            prints them
 *   domain-disks --damage N FILE    reads N damaged copies of it, the same
 *                                   each time
 *
 * With FUZZER defined there is no main: for libFuzzer (make fuzzer-domain). */

#include <config.h>

#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanups.h"
#include "disks.h"
#include "strvec.h"

extern int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The volume that is looked for in pools. */
#define VOLUME "unit:0:0:7"

/* ---- Printing ---- */

static FILE *out;

static void
print_string (const char *name, const char *value)
{
  if (value)
    fprintf (out, " %s=[%s]", name, value);
}

static void
print_number (const char *name, uint64_t n)
{
  if (n != 0)
    fprintf (out, " %s=%" PRIu64, name, n);
}

static void
print_extras (const struct source_extras *e)
{
  print_string ("initiator", e->initiator);
  print_string ("tls-hostname", e->tls_hostname);
  print_string ("query", e->query);
  print_string ("cookies", e->cookies);
  print_string ("ceph-config", e->ceph_config);
  print_string ("uid", e->uid);
  print_string ("gid", e->gid);
  print_number ("timeout", e->timeout);
  print_number ("readahead", e->readahead);
  print_number ("reconnect", e->reconnect);
  print_number ("slice-offset", e->slice_offset);
  print_number ("slice-size", e->slice_size);
}

static void
print_disk (const struct domain_disk *d)
{
  fprintf (out, "  disk");
  print_string ("target", d->target);
  print_string ("protocol", d->protocol);
  print_string ("filename", d->filename);
  for (size_t i = 0; d->servers && d->servers[i]; i++)
    print_string ("server", d->servers[i]);
  print_string ("username", d->username);
  print_string ("secret-type", d->secret.type);
  print_string ("secret-uuid", d->secret.uuid);
  print_string ("secret-usage", d->secret.usage);
  print_extras (&d->extras);
  print_string ("pool", d->pool);
  print_string ("volume", d->volume);
  print_string ("format", d->format);
  if (d->blocksize)
    fprintf (out, " blocksize=%d", d->blocksize);
  fprintf (out, "%s%s%s%s", d->extras.tls_unverified ? " tls-unverified" : "",
           d->readonly ? " readonly" : "",
           d->optional ? " optional" : "", d->empty ? " empty" : "");
  print_string ("skipped", d->skipped);
  print_string ("refused", d->refused);
  for (size_t i = 0; d->warnings && d->warnings[i]; i++)
    print_string ("warning", d->warnings[i]);
  for (size_t i = 0; d->write_warnings && d->write_warnings[i]; i++)
    print_string ("write-warning", d->write_warnings[i]);
  fprintf (out, "\n");
}

static void
print_failure (struct libvirt_error *err)
{
  fprintf (out, "  %s: %s\n", strerrorname_np (err->errnum), err->text);
  free (err->text);
}

/* What is read is used: each string ends, and no disk has two fates. */
static void
check_disk (const struct domain_disk *d)
{
  if (!d->empty && !d->skipped && !d->protocol && !(d->pool && d->volume))
    abort ();
  if (d->protocol && !d->filename)
    abort ();
}

static void
read_domain (const char *xml)
{
  struct libvirt_disks disks = { .ptr = NULL };
  struct libvirt_error err = { .errnum = 0 };

  if (disks_read (xml, &disks, &err) == -1)
    print_failure (&err);
  for (size_t i = 0; i < disks.len; i++) {
    check_disk (&disks.ptr[i]);
    print_disk (&disks.ptr[i]);
  }
  if (disks.label || disks.imagelabel) {
    print_string (" label", disks.label);
    print_string ("imagelabel", disks.imagelabel);
    fprintf (out, "\n");
  }
  disks_done (&disks);
}

static void
read_pool (const char *xml)
{
  struct libvirt_disks disks = {
    .ptr = calloc (1, sizeof *disks.ptr), .len = 1,
  };
  struct libvirt_error err = { .errnum = 0 };

  if (pool_read (xml, VOLUME, disks.ptr, &err) == -1)
    print_failure (&err);
  else
    print_disk (disks.ptr);
  disks_done (&disks);
}

static void
read_xml (const char *xml)
{
  if (strncmp (xml, "<pool", 5) == 0)
    read_pool (xml);
  else
    read_domain (xml);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  CLEANUP_FREE char *xml = strndup ((const char *) data, size);

  if (!out)
    out = fopen ("/dev/null", "w");
  read_xml (xml);
  return 0;
}

#ifndef FUZZER

/* ---- Damage: what XML goes wrong with ---- */

static uint32_t
chance (uint32_t n)
{
  static uint64_t state = 88172645463325252;

  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t) (state >> 32) % n;
}

static void
damage (struct strbuf *b, const char *seed)
{
  static const char *const pieces[] = {
    "<", ">", "'", "/>", "&", "&lt;", "&#0;", "&#x10ffff;", "]]>", "<!--",
    "<!DOCTYPE domain [<!ENTITY a 'b'>]>", "<![CDATA[", "<disk type='network'>",
    "<source>", "<auth>", "name=''", "\xff", "\xc3", "<host", "</disk>",
  };
  const size_t len = strlen (seed);
  const size_t from = chance (len), to = from + chance (16);

  strbuf_add (b, seed, from);
  if (chance (2))
    strbuf_adds (b, pieces[chance (sizeof pieces / sizeof pieces[0])]);
  else {                        /* a piece of itself, in another place */
    const size_t at = chance (len);
    strbuf_add (b, seed + at, chance (len - at > 200 ? 200 : len - at));
  }
  if (to < len)
    strbuf_adds (b, seed + to);
}

static void
read_damaged (const char *seed)
{
  CLEANUP_FREE char *now = strdup (seed);

  for (uint32_t n = 1 + chance (4); n > 0 && *now; n--) {
    struct strbuf b = STRBUF_INIT;

    damage (&b, now);
    free (now);
    now = strbuf_steal (&b);
  }
  LLVMFuzzerTestOneInput ((const uint8_t *) now, strlen (now));
}

/* ---- Files ---- */

static char *
read_file (const char *name)
{
  static char buf[1024 * 1024];
  CLEANUP_CLOSE int fd = open (name, O_RDONLY | O_CLOEXEC);
  const ptrdiff_t n = fd == -1 ? -1 : full_read (fd, buf, sizeof buf - 1);

  if (n == -1) {
    perror (name);
    exit (1);
  }
  buf[n] = '\0';
  return buf;
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && strcmp (argv[1], "--damage") == 0) {
    const char *seed = read_file (argv[3]);

    for (int n = atoi (argv[2]); n > 0; n--)
      read_damaged (seed);
    return 0;
  }
  out = stdout;
  for (int i = 1; i < argc; i++) {
    printf ("%s\n", strrchr (argv[i], '/') + 1);
    read_xml (read_file (argv[i]));
  }
  return 0;
}

#endif
