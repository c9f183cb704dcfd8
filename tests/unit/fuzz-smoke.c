/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the fuzzed code without a fuzzer.
 *
 *   run              a fixed number of inputs, the same each time
 *   run N SEED       N inputs of another series
 *   run FILE …       these inputs: what a fuzzer found, or AFL++'s @@
 */

#include <config.h>

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applications.h"
#include "conn.h"
#include "fuzz.h"

#define DEFAULT_INPUTS 20000

/* ---- Chance ---- */

static uint64_t state;

static uint32_t
chance (uint32_t n)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (uint32_t) (state >> 32) % n;
}

/* ---- Seeds: what a well-behaved daemon says ---- */

static void
put_frame (struct wire_writer *w, uint32_t kind, const struct wire_writer *p)
{
  wire_put_u32 (w, kind);
  wire_put_u32 (w, p ? p->len : 0);
  if (p)
    wire_put_fixed (w, p->data, p->len);
}

static void
put_reply (struct wire_writer *w, uint32_t status)
{
  static char *const list[] = { (char *) "a", (char *) "bcdef", NULL };
  const struct header h = { GUESTFS_PROGRAM, GUESTFS_PROTOCOL_VERSION,
                            FUZZ_PROC, DIRECTION_REPLY, 1, 0, 0, status };
  const struct failure f = { (char *) "ENOENT", (char *) "no such thing" };
  struct wire_writer p;

  wire_writer_init (&p);
  wire_put_header (&p, &h);
  if (status == STATUS_OK)
    wire_put_string_list (&p, list);
  else
    wire_put_failure (&p, &f);
  put_frame (w, FRAME_REPLY, &p);
  wire_writer_done (&p);
}

static void
put_progress (struct wire_writer *w)
{
  const struct progress progress = { FUZZ_PROC, 1, 5, 10 };
  struct wire_writer p;

  wire_writer_init (&p);
  wire_put_progress (&p, &progress);
  put_frame (w, FRAME_PROGRESS, &p);
  wire_writer_done (&p);
}

static void
put_warning (struct wire_writer *w)
{
  struct wire_writer p;

  wire_writer_init (&p);
  wire_put_string (&p, "/dev/sda1: /etc/fstab: line 3");
  put_frame (w, FRAME_WARNING, &p);
  wire_writer_done (&p);
}

static void
put_doing (struct wire_writer *w)
{
  const struct doing doing = {
    (char *) "mounting", (char *) "/dev/sda", (char *) "ext4"
  };
  struct wire_writer p;

  wire_writer_init (&p);
  wire_put_doing (&p, &doing);
  put_frame (w, FRAME_DOING, &p);
  wire_writer_done (&p);
}

static void
put_stream (struct wire_writer *w)
{
  struct wire_writer p;

  wire_writer_init (&p);
  wire_put_string (&p, "some bytes of a file");
  put_frame (w, FRAME_CHUNK, &p);
  put_frame (w, FRAME_CHUNK, &p);
  wire_writer_done (&p);
  put_frame (w, FRAME_END, NULL);
}

static void
put_greeting (struct wire_writer *w)
{
  const struct hello h = { GUESTFS_PROTOCOL_VERSION,
                           (char *) GUESTFS_BUILD_ID, (char *) "6.1.0" };
  struct wire_writer p;

  wire_writer_init (&p);
  wire_put_hello (&p, &h);
  put_frame (w, FRAME_HELLO, &p);
  wire_writer_done (&p);
  put_frame (w, FRAME_READY, NULL);
}

static void
put_byte (struct wire_writer *w, uint8_t c)
{
  /* Raw: the rest is not aligned then, which nobody cares about. */
  wire_put_fixed (w, "\0\0\0", 4);
  w->len -= 3;
  w->data[w->len - 1] = c;
}

/* Numbers that often are lengths, and text: makes many structs whole. */
static void
put_words (struct wire_writer *w)
{
  for (uint32_t i = chance (60); i > 0; i--)
    switch (chance (8)) {
    case 0: wire_put_u32 (w, chance (5)); break;
    case 1: wire_put_string (w, "text"); break;
    case 2: wire_put_u32 (w, chance (UINT32_MAX)); break;
    case 3: wire_put_u64 (w, chance (1000)); break;
    case 4: wire_put_u32 (w, 1); break;
    default: wire_put_u32 (w, 0); break;
    }
}

/* Structs as an appliance sends them, then what mutation makes of them. */
static void
put_detections (struct wire_writer *w)
{
  put_byte (w, 2);              /* yara_detection */
  for (uint32_t i = chance (6); i > 0; i--) {
    wire_put_string (w, "/path/of/a/file");
    wire_put_string (w, "Rule");
  }
}

static void
put_dirents (struct wire_writer *w)
{
  put_byte (w, 0);              /* dirent */
  for (uint32_t i = chance (6); i > 0; i--) {
    wire_put_i64 (w, 12);
    wire_put_i32 (w, 'r');
    wire_put_string (w, "name");
  }
}

static void
put_record (struct wire_writer *w)
{
  static const char *const names[] = { "", "a", "b", "zsh" };
  const bool warning = chance (5) == 0;
  struct wire_writer p;

  wire_writer_init (&p);
  wire_put_u32 (&p, warning ? RECORD_WARNING : RECORD_APPLICATION);
  if (!warning)
    wire_put_u64 (&p, chance (3));
  wire_put_string (&p, names[chance (4)]);
  for (int i = 0; !warning && i < 16; i++)      /* one of them is the epoch */
    wire_put_string (&p, i == 1 || chance (2) ? "" : "some text");
  wire_put_opaque (w, p.data, p.len);
  wire_writer_done (&p);
}

static void
put_records (struct wire_writer *w)
{
  put_byte (w, chance (256));
  for (uint32_t i = chance (6); i > 0; i--)
    put_record (w);
}

static void
put_strings (struct wire_writer *w)
{
  const uint32_t n = chance (30);

  put_byte (w, chance (256));
  wire_put_u32 (w, n);
  for (uint32_t i = 0; i < n; i++)
    wire_put_string (w, chance (3) ? "" : "some text");
}

/* A header, whose sum fuzz.c corrects, and its data. */
static void
put_entry (struct wire_writer *w)
{
  static const char *const names[] = {
    "d", "d", "d/f", "f", "f", "./g", "g", "l", "l", "l/f", "/etc", "../f",
    "d/../../f",
  };
  static const char *const links[] = { "..", "f", "../f", "/etc", "d" };
  const char type = "00112255566LKS3x"[chance (16)];
  const bool has_data = strchr ("0LKS", type) || chance (20) == 0;
  const uint32_t size = has_data ? chance (1500) : 0;
  char h[1024 + 1024] = { 0 };

  snprintf (h, 100, "%s", names[chance (sizeof names / sizeof names[0])]);
  snprintf (h + 100, 8, "%07o", 0400 + chance (04000));
  snprintf (h + 124, 12, "%011o", size);
  h[156] = type;
  snprintf (h + 157, 100, "%s", links[chance (sizeof links / sizeof links[0])]);
  memcpy (h + 257, "ustar", 5);
  snprintf (h + 386, 12, "%011o", chance (3000));
  snprintf (h + 398, 12, "%011o", chance (3) ? size : chance (3000));
  h[482] = chance (5) == 0;
  snprintf (h + 483, 12, "%011o", chance (6000));
  memset (h + 512, 'x', size);
  wire_put_fixed (w, h, 512 + (size + 511) / 512 * 512);
}

static void
put_archive (struct wire_writer *w)
{
  static const char end[1024];

  put_byte (w, chance (256));
  for (uint32_t i = chance (6); i > 0; i--)
    put_entry (w);
  wire_put_fixed (w, end, sizeof end);
}

static void
make_seed (struct wire_writer *w)
{
  uint8_t target = chance (FUZZ_TARGETS);

  put_byte (w, target);
  switch (target) {
  case FUZZ_STRUCT:
    put_byte (w, chance (256));
    put_words (w);
    break;
  case FUZZ_PAYLOAD:
    put_words (w);
    break;
  case FUZZ_HELLO:
    put_greeting (w);
    break;
  case FUZZ_BUDGET:
    put_strings (w);
    break;
  case FUZZ_APPLICATIONS:
    put_records (w);
    break;
  case FUZZ_UNTAR:
    put_archive (w);
    break;
  case FUZZ_STREAM:
    if (chance (3) == 0) {
      put_byte (w, chance (256));
      put_words (w);
    }
    else if (chance (2))
      put_detections (w);
    else
      put_dirents (w);
    break;
  default:                      /* frames, call */
    put_byte (w, chance (4));
    if (chance (2))
      put_progress (w), put_warning (w), put_doing (w);
    put_reply (w, chance (4) ? STATUS_OK : STATUS_ERROR);
    if (chance (2))
      put_stream (w);
  }
}

/* ---- Mutations ---- */

static void
mutate (struct wire_writer *w)
{
  static const uint32_t odd[] = { 0, 1, 0x7fffffff, 0x80000000, 0xffffffff,
                                  FRAME_CHUNK_MAX + 1 };
  struct wire_writer number;
  size_t at;

  if (w->len < 8)
    return;
  at = 1 + chance (w->len - 5);
  switch (chance (5)) {
  case 0:
    w->data[at] ^= 1 << chance (8);
    break;
  case 1:
    w->len = at;
    break;
  case 2:                       /* an odd number */
    wire_writer_init (&number);
    wire_put_u32 (&number, odd[chance (sizeof odd / sizeof odd[0])]);
    memcpy (w->data + at, number.data, 4);
    wire_writer_done (&number);
    break;
  case 3:                       /* something taken away */
    memmove (w->data + at, w->data + at + 4, w->len - at - 4);
    w->len -= 4;
    break;
  case 4:
    w->data[at] = chance (256);
    break;
  }
}

static void
run_series (unsigned long n, uint64_t seed)
{
  state = seed * 2654435761u + 88172645463325252u;
  for (unsigned long i = 0; i < n; i++) {
    struct wire_writer w;
    char *exact;

    wire_writer_init (&w);
    make_seed (&w);
    for (uint32_t m = chance (4); m > 0; m--)
      mutate (&w);
    /* Of its exact size, so that a sanitizer sees a byte too many read. */
    exact = malloc (w.len);
    memcpy (exact, w.data, w.len);
    LLVMFuzzerTestOneInput ((const uint8_t *) exact, w.len);
    free (exact);
    wire_writer_done (&w);
  }
}

static int
run_file (const char *path)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  CLEANUP_CLOSE int fd = open (path, O_RDONLY | O_CLOEXEC);
  char buf[4096];
  ptrdiff_t n;

  if (fd == -1) {
    perror (path);
    return -1;
  }
  while ((n = full_read (fd, buf, sizeof buf)) > 0)
    strbuf_add (&b, buf, n);
  LLVMFuzzerTestOneInput ((const uint8_t *) b.ptr, b.len);
  return 0;
}

int
main (int argc, char *argv[])
{
  if (argc == 1) {
    run_series (DEFAULT_INPUTS, 1);
    return EXIT_SUCCESS;
  }
  if (argc == 3 && isdigit ((unsigned char) argv[1][0])) {
    run_series (strtoul (argv[1], NULL, 10), strtoull (argv[2], NULL, 10));
    return EXIT_SUCCESS;
  }
  for (int i = 1; i < argc; i++)
    if (run_file (argv[i]) == -1)
      return EXIT_FAILURE;
  return EXIT_SUCCESS;
}
