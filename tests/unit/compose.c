/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compose < FILE: which systems come of the devices and file systems that the
 * lines of standard input describe (tests/unit/compose.sh):
 *
 *   KIND NAME DISKS [alias=] [uuid=] [below=] [number=] [start=]    a device
 *   fs MOUNTABLE TYPE [uuid=] [label=] [volume=] [id=] …    what is on one
 *   is ROLE SYSTEM [distro=] [product=] [version=] [generation=] …   in it
 *   fstab|crypttab|arrays|letters WORD…                     likewise, a line
 *
 * Values have "_" for a blank.  With -s, only which are not looked at. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "devices.h"
#include "inspect.h"
#include "snapshots.h"

#define MOST 7000

static struct candidate candidates[MOST];
static size_t nr_candidates;
static struct devices devices;

/* ---- Words ---- */

static char *
copy_word (const char *word)
{
  char *s = strdup (word);

  for (char *p = s; p && *p; ++p)
    if (*p == '_')
      *p = ' ';
  return s;
}

static char *rest;              /* of the line */

static char *
take_word (void)
{
  char *word;

  while ((word = strsep (&rest, " \n")) != NULL)
    if (*word)
      return word;
  return NULL;
}

static char *
need_word (const char *what)
{
  char *word = take_word ();

  if (word == NULL) {
    fprintf (stderr, "compose: no %s\n", what);
    exit (2);
  }
  return word;
}

/* The value of "key=value", malloc'd; NULL: another key. */
static char *
value_of (const char *word, const char *key)
{
  const size_t n = strlen (key);

  return strncmp (word, key, n) == 0 && word[n] == '='
    ? copy_word (word + n + 1) : NULL;
}

static void
take_number (const char *word, const char *key, uint64_t *ret)
{
  CLEANUP_FREE char *value = value_of (word, key);

  if (value)
    *ret = strtoull (value, NULL, 0);
}

static void
take_text (const char *word, const char *key, char **ret)
{
  finding_set (ret, value_of (word, key));
}

/* ---- Devices ---- */

static char **
split_commas (char *list)
{
  struct strvec v = STRVEC_INIT;
  char *word;

  while ((word = strsep (&list, ",")) != NULL)
    strvec_add (&v, word);
  return strvec_steal (&v);
}

static void
add_device (enum device_kind kind)
{
  struct device *d = &devices.ptr[devices.len++];
  uint64_t number = 0;
  const char *word;

  d->kind = kind;
  d->name = copy_word (need_word ("name"));
  d->disks = split_commas (need_word ("disks"));
  while ((word = take_word ()) != NULL) {
    take_text (word, "alias", &d->alias);
    take_text (word, "uuid", &d->uuid);
    take_text (word, "below", &d->below);
    take_number (word, "number", &number);
    take_number (word, "start", &d->start);
  }
  d->number = (int) number;
}

/* ---- File systems ---- */

static void
set_device (struct filesystem *fs)
{
  const size_t n = strlen ("btrfsvol:");

  if (fs->volume == NULL)
    fs->device = strdup (fs->mountable);
  else
    fs->device = strndup (fs->mountable + n, strlen (fs->mountable) - n
                          - strlen (fs->volume) - 1);
}

static void
add_filesystem (void)
{
  struct candidate *c = &candidates[nr_candidates++];
  struct filesystem *fs = &c->fs;
  uint64_t readonly = 0;
  const char *word;

  c->found = (struct findings) FINDINGS_INIT;
  fs->mountable = strdup (need_word ("mountable"));
  fs->type = strdup (need_word ("type"));
  while ((word = take_word ()) != NULL) {
    take_text (word, "uuid", &fs->uuid);
    take_text (word, "label", &fs->label);
    take_text (word, "partuuid", &fs->partuuid);
    take_text (word, "partlabel", &fs->partlabel);
    take_text (word, "volume", &fs->volume);
    take_text (word, "default", &fs->default_volume);
    take_text (word, "own", &fs->volume_uuid);
    take_text (word, "parent", &fs->parent_uuid);
    take_number (word, "id", &fs->volume_id);
    take_number (word, "readonly", &readonly);
  }
  fs->volume_readonly = readonly;
  set_device (fs);
}

static void
add_finding (struct findings *f)
{
  static const char *const roles[] = { "other", "root", "usr", "boot", "swap" };
  const char *role = need_word ("role"), *word;

  for (int i = 0; i < 5; ++i)
    if (strcmp (role, roles[i]) == 0)
      f->role = i;
  f->type = strdup (need_word ("system"));
  while ((word = take_word ()) != NULL) {
    CLEANUP_FREE char *version = value_of (word, "version");
    CLEANUP_FREE char *generation = value_of (word, "generation");

    take_text (word, "distro", &f->distro);
    take_text (word, "product", &f->product_name);
    take_text (word, "arch", &f->arch);
    if (version)
      sscanf (version, "%d.%d", &f->major, &f->minor);
    if (generation)
      f->generation = atoi (generation);
  }
}

static void
add_line (struct strvec *v)
{
  const char *word;

  while ((word = take_word ()) != NULL)
    strvec_add_owned (v, copy_word (word));
}

/* ---- The lines ---- */

static const struct {
  const char *word;
  enum device_kind kind;
} kinds[] = {
  { "disk", DEVICE_DISK }, { "part", DEVICE_PARTITION }, { "md", DEVICE_MD },
  { "lv", DEVICE_LV }, { "mapper", DEVICE_MAPPER },
};

static void
read_found (const char *word)
{
  struct findings *f = &candidates[nr_candidates ? nr_candidates - 1 : 0].found;

  if (strcmp (word, "is") == 0)
    add_finding (f);
  else if (strcmp (word, "fstab") == 0)
    add_line (&f->fstab);
  else if (strcmp (word, "crypttab") == 0)
    add_line (&f->crypttab);
  else if (strcmp (word, "arrays") == 0)
    add_line (&f->arrays);
  else if (strcmp (word, "letters") == 0)
    add_line (&f->letters);
  else {
    fprintf (stderr, "compose: unknown word: %s\n", word);
    exit (2);
  }
}

static void
read_line (char *line)
{
  const char *word;

  rest = line;
  word = take_word ();
  if (word == NULL)
    return;
  if (strcmp (word, "fs") == 0) {
    add_filesystem ();
    return;
  }
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; ++i)
    if (strcmp (word, kinds[i].word) == 0) {
      add_device (kinds[i].kind);
      return;
    }
  read_found (word);
}

/* ---- What comes of it ---- */

static void
print_root (const struct inspected_root *r)
{
  const struct findings *f = &r->found;

  printf ("%s %s %s %d.%d\n", r->mountable, f->type,
          f->distro ? f->distro : "-", f->major, f->minor);
  for (size_t i = 0; i < r->nr_mounts; ++i)
    printf ("  %s %s\n", r->mounts[i].mountpoint ? r->mounts[i].mountpoint
            : "-", r->mounts[i].mountable);
  for (size_t i = 0; r->drive_mappings[i]; i += 2)
    printf ("  %s: %s\n", r->drive_mappings[i], r->drive_mappings[i + 1]);
}

static int
print_systems (void)
{
  CLEANUP_STRVEC struct strvec warnings = STRVEC_INIT;
  struct inspection found = { NULL, 0 };

  if (compose (candidates, nr_candidates, &devices, &warnings, &found) == -1)
    return EXIT_FAILURE;
  for (size_t i = 0; i < found.nr_roots; ++i)
    print_root (&found.roots[i]);
  for (size_t i = 0; i < warnings.len; ++i)
    printf ("warning: %s\n", warnings.ptr[i]);
  inspection_done (&found);
  return EXIT_SUCCESS;
}

static int
print_skipped (void)
{
  if (skip_subvolumes (candidates, nr_candidates) == -1)
    return EXIT_FAILURE;
  for (size_t i = 0; i < nr_candidates; ++i)
    if (candidates[i].skipped)
      puts (candidates[i].fs.mountable);
  return EXIT_SUCCESS;
}

int
main (int argc, char *argv[])
{
  CLEANUP_FREE char *line = NULL;
  size_t cap = 0;
  int r;

  devices.ptr = calloc (MOST, sizeof *devices.ptr);
  if (devices.ptr == NULL)
    return EXIT_FAILURE;
  while (getline (&line, &cap, stdin) != -1)
    read_line (line);
  r = argc > 1 && strcmp (argv[1], "-s") == 0 ? print_skipped ()
    : print_systems ();
  for (size_t i = 0; i < nr_candidates; ++i) {
    filesystem_done (&candidates[i].fs);
    findings_done (&candidates[i].found);
  }
  devices_done (&devices);
  return r;
}
