/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The logo of a system: a picture that it has chosen (favicon), the one that
 * the table of systems names, or one that is in a program of Windows. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bytes.h"
#include "inspect.h"
#include "run.h"

#define FAVICON "/etc/favicon.png"
/* A picture is not larger, whatever it says of itself (ICON_MAX, system.c). */
#define PICTURE_MAX (16 * 1024 * 1024)
#define EXPLORER_MAX 4000000
#define SECONDS 20              /* for each program */

/* ---- Files ---- */

static bool
is_type (const struct findings *f, const char *type)
{
  return f->type && strcmp (f->type, type) == 0;
}

/* Reads what fd has, up to PICTURE_MAX.  -1 with the error set. */
static int
read_picture (int fd, const char *path, struct strbuf *ret)
{
  char buf[16 * 1024];
  ssize_t n;

  while (ret->len <= PICTURE_MAX && (n = read (fd, buf, sizeof buf)) != 0) {
    if (n == -1) {
      reply_with_perror ("%s", path);
      return -1;
    }
    if (strbuf_add (ret, buf, n) == -1) {
      reply_with_perror ("%s", path);
      return -1;
    }
  }
  return 0;
}

/* What is no picture that may be shown, is none. */
static void
drop_bad (struct strbuf *picture, uint64_t limit)
{
  if (!icon_is_good (picture->ptr, picture->len, picture->len, limit))
    picture->len = 0;
}

static int
add_favicon (const struct tree *t, const struct findings *f,
             struct strbuf *ret)
{
  CLEANUP_FREE char *found =
    is_type (f, "windows") ? tree_find (t, FAVICON) : strdup (FAVICON);
  CLEANUP_CLOSE int fd =
    found && tree_has_file (t, found) ? tree_open (t, found) : -1;

  if (fd != -1 && read_picture (fd, FAVICON, ret) == -1)
    return -1;
  drop_bad (ret, 0);
  return 0;
}

/* ---- Programs that make pictures ---- */

/* Below the bitmap of Windows 7 there are others. */
static const char *const pbmtext[] = { "pbmtext", NULL };
static const char *const bmptopnm[] = { "bmptopnm", NULL };
static const char *const pamcut[] = { "pamcut", "-bottom", "54", NULL };
static const char *const pnmtopng[] = { "pnmtopng", NULL };
static const char *const *const letters[] = { pbmtext, pnmtopng, NULL };
static const char *const *const whole[] = { bmptopnm, pnmtopng, NULL };
static const char *const *const top[] = { bmptopnm, pamcut, pnmtopng, NULL };

struct output {
  struct strbuf bytes;
  bool too_much;
};

static int
keep_output (void *opaque, const void *buf, size_t n)
{
  struct output *o = opaque;

  if (o->bytes.len + n > PICTURE_MAX || strbuf_add (&o->bytes, buf, n) == -1)
    o->too_much = true;
  return 0;
}

/* Replaces a picture by what a program makes of it; or of the file fd, which it
 * has as its descriptor 3.  Nothing is left when it cannot.  -1 with the error
 * set when it could not be started or the call was cancelled. */
static int
convert (struct strbuf *picture, int fd, const char *const *argv)
{
  struct output output = { STRBUF_INIT, false };
  CLEANUP_RUN struct run r = {
    .argv = argv, .input = picture->ptr, .input_len = picture->len,
    .confined = true, .keep_fd = fd, .seconds = SECONDS,
    .out_cb = keep_output, .out_opaque = &output,
  };
  const int result = run_full (&r);

  strbuf_done (picture);
  *picture = output.bytes;
  if (result == -1 || r.status != 0 || output.too_much)
    picture->len = 0;
  return result;
}

/* The same through several programs, the last of which makes a PNG. */
static int
convert_all (struct strbuf *picture, const char *const *const *programs)
{
  for (; *programs && picture->len; ++programs) {
    if (!have_program (**programs))
      picture->len = 0;
    else if (convert (picture, 0, *programs) == -1)
      return -1;
  }
  drop_bad (picture, 0);
  return 0;
}

/* ---- What the table names ---- */

static int
add_named (const struct tree *t, const struct findings *f, struct strbuf *ret)
{
  bool drawing;
  CLEANUP_CLOSE int fd = open_icon (t, f, &drawing);

  if (fd == -1)
    return 0;
  if (read_picture (fd, f->icon, ret) == -1)
    return -1;
  return drawing ? convert_all (ret, letters) : 0;
}

/* ---- Windows: a bitmap in its explorer ---- */

static const struct explorer {
  int major, minor;
  const char *option;           /* that names the bitmap */
  const char *directories[2];
  const char *const *const *programs;
} explorers[] = {
  { 5, 1, "--name=143", { "", NULL }, whole },
  { 6, 1, "--name=6801", { "/SysWOW64", "" }, top },
};

#define BMP_WIDTH 18
#define BMP_HEIGHT 22           /* negative: the first row is at the top */
#define SIDE_MAX 1024

/* Programs take as much memory as it says that they need. */
static bool
is_small_bitmap (const struct strbuf *picture)
{
  const struct bytes b = { (const uint8_t *) picture->ptr, picture->len };
  const int32_t width = bytes_le32 (b, BMP_WIDTH);
  const int32_t height = bytes_le32 (b, BMP_HEIGHT);

  return bytes_begin (b, 0, "BM") && width > 0 && width <= SIDE_MAX
    && height >= -SIDE_MAX && height <= SIDE_MAX;
}

/* -1: there is none. */
static int
open_program (const struct tree *t, const char *systemroot, const char *dir)
{
  CLEANUP_FREE char *path = NULL, *found = NULL;
  CLEANUP_CLOSE int fd = -1;
  struct stat st;

  if (asprintf (&path, "%s%s/explorer.exe", systemroot, dir) == -1)
    path = NULL;
  found = path ? tree_find (t, path) : NULL;
  fd = found ? tree_open (t, found) : -1;
  if (fd == -1 || fstat (fd, &st) == -1 || !S_ISREG (st.st_mode)
      || st.st_size > EXPLORER_MAX)
    return -1;
  return steal_fd (&fd);
}

static int
open_explorer (const struct tree *t, const char *systemroot,
               const struct explorer *e)
{
  for (size_t i = 0; i < 2 && e->directories[i]; ++i) {
    const int fd = open_program (t, systemroot, e->directories[i]);

    if (fd != -1)
      return fd;
  }
  return -1;
}

static int
extract (const struct tree *t, const struct findings *f,
         const struct explorer *e, struct strbuf *ret)
{
  const char *const wrestool[] = {
    "wrestool", "--extract", "--type=2", e->option, "/proc/self/fd/3", NULL
  };
  CLEANUP_CLOSE int fd = open_explorer (t, f->systemroot, e);

  if (fd == -1 || !have_program ("wrestool"))
    return 0;
  if (convert (ret, fd, wrestool) == -1)
    return -1;
  if (!is_small_bitmap (ret))
    ret->len = 0;
  return convert_all (ret, e->programs);
}

static int
add_of_explorer (const struct tree *t, const struct findings *f,
                 struct strbuf *ret)
{
  for (size_t i = 0; i < sizeof explorers / sizeof explorers[0]; ++i)
    if (f->systemroot && explorers[i].major == f->major
        && explorers[i].minor == f->minor)
      return extract (t, f, &explorers[i], ret);
  return 0;
}

/* ---- All together ---- */

/* Those of others are small. */
static bool
has_high_quality (const struct findings *f)
{
  return !is_type (f, "windows")
    && (f->distro == NULL || strcmp (f->distro, "ubuntu") != 0);
}

int
find_logo (const struct tree *t, const struct findings *f, bool favicon,
           bool high_quality, struct strbuf *ret)
{
  if (favicon && !high_quality && add_favicon (t, f, ret) == -1)
    return -1;
  if (ret->len || (high_quality && !has_high_quality (f)))
    return 0;
  if (f->icon)
    return add_named (t, f, ret);
  return is_type (f, "windows") ? add_of_explorer (t, f, ret) : 0;
}
