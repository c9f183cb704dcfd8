/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -N: prepared disk images.  What a type is, and the commands that make it. */

#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "shell.h"

enum { MAX_PARAMS = 6 };

struct param {
  const char *name, *otherwise, *meaning;
};

struct values {
  const char *size, *bootsize, *partition, *fs, *bootfs, *rootfs, *lv;
};

struct type {
  const char *name, *summary;
  struct param param[MAX_PARAMS + 1];
  int (*fill) (const char *device, const struct values *v);
};

#define SIZE { "size", "1G", "size of the disk image" }
#define TABLE { "partition", "mbr", "type of the partition table" }
#define LV { "name", "/dev/VG/LV", "volume group and logical volume" }
#define FS(n, what) { n, "ext2", "type of " what " file system" }
#define BOOTSIZE { "bootsize", "128M", "size of the boot file system" }

/* One step: a command, as a script would give it. */
static int
step (const char *name, const char *a, const char *b, const char *c)
{
  char *argv[] = { (char *) name, (char *) a, (char *) b, (char *) c, NULL };

  return fish_run_words (c ? 4 : b ? 3 : 2, argv);
}

static int
fill_disk (const char *device, const struct values *v)
{
  (void) device, (void) v;
  return 0;
}

static int
fill_part (const char *device, const struct values *v)
{
  return step ("part-disk", device, v->partition, NULL);
}

static int
fill_fs (const char *device, const struct values *v)
{
  CLEANUP_FREE char *part = xasprintf ("%s1", device);

  if (fill_part (device, v) == -1)
    return -1;
  return step ("mkfs", v->fs, part, NULL);
}

/* "/dev/VG/LV" into its two names. */
static int
lv_names (const char *path, char **ret_vg, char **ret_lv)
{
  const char *vg = strncmp (path, "/dev/", 5) == 0 ? path + 5 : path;
  const char *slash = strchr (vg, '/');

  if (!slash || slash == vg || !slash[1] || strchr (slash + 1, '/')) {
    cli_error ("-N: '%s' is not a logical volume: write /dev/VG/LV", path);
    return -1;
  }
  *ret_vg = must_have (strndup (vg, slash - vg));
  *ret_lv = must_have (strdup (slash + 1));
  return 0;
}

/* The whole partition becomes one volume group with one volume. */
static int
make_lv (const char *part, const char *path)
{
  CLEANUP_FREE char *vg = NULL, *lv = NULL;

  if (lv_names (path, &vg, &lv) == -1 ||
      step ("pvcreate", part, NULL, NULL) == -1 ||
      step ("vgcreate", vg, part, NULL) == -1)
    return -1;
  return step ("lvcreate-free", lv, vg, "100");
}

static int
fill_lv (const char *device, const struct values *v)
{
  CLEANUP_FREE char *part = xasprintf ("%s1", device);

  if (fill_part (device, v) == -1)
    return -1;
  return make_lv (part, v->lv);
}

static int
fill_lvfs (const char *device, const struct values *v)
{
  if (fill_lv (device, v) == -1)
    return -1;
  return step ("mkfs", v->fs, v->lv, NULL);
}

static int
add_part (const char *device, int64_t first, int64_t last)
{
  CLEANUP_FREE char *from = xasprintf ("%lld", (long long) first);
  CLEANUP_FREE char *to = xasprintf ("%lld", (long long) last);
  char *argv[] = { "part-add", (char *) device, "p", from, to, NULL };

  return fish_run_words (5, argv);
}

/* Where partitions start and end: at a multiple of 1 MiB, in sectors. */
#define SECTOR_SIZE 512
#define ALIGNMENT INT64_C (2048)

static int
parse_size (const char *name, const char *value, int64_t *ret)
{
  const char *why;

  if (cli_parse_int (value, 1, INT64_MAX, ret, &why) == 0)
    return 0;
  cli_error ("-N: %s '%s': %s", name, value, why);
  return -1;
}

/* The sectors of the boot partition.  What is behind the last one leaves room
 * for a second GPT. */
static int
parse_bootsize (const struct values *v, int64_t *ret)
{
  int64_t bootsize, size;

  if (parse_size ("bootsize", v->bootsize, &bootsize) == -1 ||
      parse_size ("size", v->size, &size) == -1)
    return -1;
  if (bootsize / SECTOR_SIZE + 3 * ALIGNMENT > size / SECTOR_SIZE) {
    cli_error ("-N: bootsize '%s' does not fit into size '%s'", v->bootsize,
               v->size);
    return -1;
  }
  *ret = (bootsize / SECTOR_SIZE + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  return 0;
}

/* Two partitions, the first of bootsize. */
static int
split_disk (const char *device, const struct values *v)
{
  int64_t boot;

  if (parse_bootsize (v, &boot) == -1 ||
      step ("part-init", device, v->partition, NULL) == -1 ||
      add_part (device, ALIGNMENT, ALIGNMENT + boot - 1) == -1)
    return -1;
  return add_part (device, ALIGNMENT + boot, -ALIGNMENT);
}

/* What can be known before a file is made and the appliance starts. */
static int
check_values (const struct values *v, int64_t *ret_size)
{
  CLEANUP_FREE char *vg = NULL, *lv = NULL;
  int64_t boot;

  if (parse_size ("size", v->size, ret_size) == -1 ||
      (v->bootsize && parse_bootsize (v, &boot) == -1))
    return -1;
  return v->lv ? lv_names (v->lv, &vg, &lv) : 0;
}

static int
fill_boot (const char *device, const struct values *v)
{
  CLEANUP_FREE char *boot = xasprintf ("%s1", device);

  if (split_disk (device, v) == -1)
    return -1;
  return step ("mkfs", v->bootfs, boot, NULL);
}

static int
fill_bootroot (const char *device, const struct values *v)
{
  CLEANUP_FREE char *root = xasprintf ("%s2", device);

  if (fill_boot (device, v) == -1)
    return -1;
  return step ("mkfs", v->rootfs, root, NULL);
}

static int
fill_bootrootlv (const char *device, const struct values *v)
{
  CLEANUP_FREE char *part = xasprintf ("%s2", device);

  if (fill_boot (device, v) == -1 || make_lv (part, v->lv) == -1)
    return -1;
  return step ("mkfs", v->rootfs, v->lv, NULL);
}

static const struct type types[] = {
  { "disk", "a blank disk", { SIZE }, fill_disk },
  { "part", "a disk with one partition", { SIZE, TABLE }, fill_part },
  { "fs", "a disk with a file system on its only partition",
    { FS ("filesystem", "the"), SIZE, TABLE }, fill_fs },
  { "lv", "a disk with a logical volume", { LV, SIZE, TABLE }, fill_lv },
  { "lvfs", "a disk with a file system on a logical volume",
    { LV, FS ("filesystem", "the"), SIZE, TABLE }, fill_lvfs },
  { "bootroot", "a disk with a boot and a root file system",
    { FS ("bootfs", "the boot"), FS ("rootfs", "the root"), SIZE, BOOTSIZE,
      TABLE }, fill_bootroot },
  { "bootrootlv", "the same, the root file system on a logical volume",
    { LV, FS ("bootfs", "the boot"), FS ("rootfs", "the root"), SIZE,
      BOOTSIZE, TABLE }, fill_bootrootlv },
};

static void
print_type (const struct type *t)
{
  printf ("-N [FILE=]%s", t->name);
  for (const struct param *p = t->param; p->name; ++p)
    printf ("[:%s", p->name);
  for (const struct param *p = t->param; p->name; ++p)
    putchar (']');
  printf ("\n    %s\n", t->summary);
  for (const struct param *p = t->param; p->name; ++p)
    printf ("      %-12s %-12s %s\n", p->name, p->otherwise, p->meaning);
  putchar ('\n');
}

void
prepare_help (void)
{
  puts ("Prepared disk images: -N makes one, adds it and launches. The file\n"
        "is test1.img for the first -N, test2.img for the second, and so on,\n"
        "unless FILE= gives a name; one that exists is overwritten. Each\n"
        "type with its parameters, and what they are when not given:\n");
  for (size_t i = 0; i < sizeof types / sizeof types[0]; ++i)
    print_type (&types[i]);
}

/* The type that "type:param…" begins with. */
static const struct type *
find_type (const char *s)
{
  size_t n = strcspn (s, ":");

  for (size_t i = 0; i < sizeof types / sizeof types[0]; ++i)
    if (strlen (types[i].name) == n && strncmp (types[i].name, s, n) == 0)
      return &types[i];
  return NULL;
}

static void
unknown_type (const char *what)
{
  CLEANUP_FREE char *name = must_have (strndup (what, strcspn (what, ":")));
  struct closest best;

  closest_begin (&best, name);
  for (size_t i = 0; i < sizeof types / sizeof types[0]; ++i)
    closest_consider (&best, types[i].name);
  if (best.name) {
    report_suggest (best.name);
    cli_error ("-N %s: unknown type of disk: did you mean '%s'?", what,
               best.name);
  } else
    cli_error ("-N %s: unknown type of disk: '-N help' lists them", what);
}

static void
set_value (struct values *v, const char *name, const char *value)
{
  const struct { const char *name, **field; } fields[] = {
    { "size", &v->size }, { "bootsize", &v->bootsize },
    { "partition", &v->partition }, { "filesystem", &v->fs },
    { "bootfs", &v->bootfs }, { "rootfs", &v->rootfs }, { "name", &v->lv },
  };

  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; ++i)
    if (strcmp (fields[i].name, name) == 0)
      *fields[i].field = value;
}

/* The values after the type; params is cut into pieces that they borrow. */
static int
parse_params (const struct type *t, char *params, struct values *ret)
{
  const struct param *p = t->param;
  char *s = strchr (params, ':');

  *ret = (struct values) { .size = NULL };
  for (; p->name; ++p) {
    const char *value = p->otherwise;

    if (s) {
      *s++ = '\0';
      if (*s && *s != ':')
        value = s;
      s = strchr (s, ':');
    }
    set_value (ret, p->name, value);
  }
  if (!s)
    return 0;
  cli_error ("-N %s: too many parameters at '%s': '-N help' lists them",
             t->name, s);
  return -1;
}

/* FILE=type… or type…; an equals sign in a parameter is no file name. */
static const char *
split_file (const char *what, unsigned nth, char **ret_file)
{
  const char *equals = strchr (what, '=');

  if (equals && find_type (what))
    equals = NULL;
  *ret_file = equals ? must_have (strndup (what, equals - what))
                     : xasprintf ("test%u.img", nth);
  return equals ? equals + 1 : what;
}

int
prepare_create (guestfs_h *g, struct cli_drive *d)
{
  static unsigned nth;
  CLEANUP_FREE char *file = NULL, *params = NULL;
  const struct type *t;
  struct values v;
  int64_t size;
  struct guestfs_add_drive_opts_argv o = {
    .bitmask = GUESTFS_ADD_DRIVE_OPTS_FORMAT_BITMASK, .format = "raw",
  };

  params = must_have (strdup (split_file (d->what, ++nth, &file)));
  free (d->what);
  d->what = must_have (strdup (params));
  t = find_type (params);
  if (!t) {
    unknown_type (d->what);
    return -1;
  }
  if (parse_params (t, params, &v) == -1 || check_values (&v, &size) == -1)
    return -1;
  if (fish_create_image (file, size, true) == -1 ||
      guestfs_add_drive_opts_argv (g, file, &o) == -1)
    return -1;
  return 1;
}

int
prepare_fill (const struct cli_drive *d)
{
  CLEANUP_FREE char *device = fish_drive_name (d->first_device);
  CLEANUP_FREE char *params = must_have (strdup (d->what));
  const struct type *t = find_type (params);
  struct values v;

  if (!t || parse_params (t, params, &v) == -1)
    return -1;
  return t->fill (device, &v);
}
