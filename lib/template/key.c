/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which template: everything that must be the same for a saved guest to go
 * on, as a text.  Its hash is the template's name; the text itself is in the
 * header and is what is compared. */

#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "template.h"

/* ---- Whether at all ---- */

static bool
is_no (const char *s)
{
  return strcmp (s, "0") == 0 || strcasecmp (s, "no") == 0
    || strcasecmp (s, "false") == 0 || strcasecmp (s, "off") == 0;
}

static bool
is_yes (const char *s)
{
  return strcmp (s, "1") == 0 || strcasecmp (s, "yes") == 0
    || strcasecmp (s, "true") == 0 || strcasecmp (s, "on") == 0;
}

int
guestfs_int_template_mode (guestfs_h *g, enum template_mode *ret)
{
  CLEANUP_FREE char *setting = guestfs_int_backend_setting (g, "template");
  const char *s = setting ? setting : g->env_template;

  if (!s || is_yes (s))
    *ret = TEMPLATE_ON;
  else if (is_no (s))
    *ret = TEMPLATE_OFF;
  else if (strcasecmp (s, "force") == 0)
    *ret = TEMPLATE_FORCE;
  else {
    error (g, "template=%s: not known: use 0, 1 or force in the backend "
           "setting or in LIBGUESTFS_TEMPLATE", s);
    return -1;
  }
  return 0;
}

/* What somebody tries on the kernel's or QEMU's command line is rarely tried
 * twice, and may be anything. */
static const char *
reason_against_template (guestfs_h *g)
{
  CLEANUP_FREE char *words = guestfs_int_kernel_words (g);

  if (words[0])
    return "words are appended to the kernel's command line";
  if (g->hv_params.len > 0)
    return "QEMU has been given parameters";
  /* QEMU opens the memory through it. */
  if (access ("/proc/self/fd", X_OK) == -1)
    return "/proc is not mounted";
  return NULL;
}

/* ---- The text ---- */

/* "file PATH DEVICE INODE SIZE MTIME" */
static int
file_line (struct strbuf *b, const char *path)
{
  struct stat st;

  if (stat (path, &st) == -1)
    return -1;
  return strbuf_addf (b, "file %s %ju %ju %jd %jd.%09ld\n", path,
                      (uintmax_t) st.st_dev, (uintmax_t) st.st_ino,
                      (intmax_t) st.st_size, (intmax_t) st.st_mtim.tv_sec,
                      st.st_mtim.tv_nsec);
}

/* A program that is not QEMU itself, but starts it, stays the same when QEMU
 * changes. */
static int
version_line (guestfs_h *g, struct strbuf *b, const char *qemu)
{
  CLEANUP_FCLOSE FILE *fp = fopen (qemu, "re");
  char *const argv[] = { (char *) qemu, (char *) "--version", NULL };
  struct host_command c = { .argv = argv, .output_limit = 4096 };
  char magic[4] = "";

  if (fp && fread (magic, 1, 4, fp) == 4 && memcmp (magic, "\177ELF", 4) == 0)
    return 0;
  if (guestfs_int_run_host_command (g, &c) == -1)
    return -1;
  const int r = strbuf_addf (b, "version %.*s\n",
                             (int) strcspn (c.out, "\n"), c.out);
  guestfs_int_host_command_done (&c);
  return r;
}

/* What "-cpu host" passes on: the first processor, but for its speed of the
 * moment; and the kernel whose KVM the state was in. */
static int
cpu_lines (struct strbuf *b)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/cpuinfo", "re");
  CLEANUP_FREE char *line = NULL;
  struct utsname u;
  size_t n = 0;

  if (!fp || uname (&u) == -1 ||
      strbuf_addf (b, "kernel %s %s\n", u.release, u.version) == -1)
    return -1;
  while (getline (&line, &n, fp) != -1 && line[0] != '\n')
    if (strncmp (line, "cpu MHz", 7) != 0 && strbuf_adds (b, line) == -1)
      return -1;
  return 0;
}

static int
argv_lines (guestfs_h *g, struct strbuf *b, const struct machine *m,
            const struct machine_config *config)
{
  CLEANUP_STRVEC struct strvec argv = STRVEC_INIT;
  const struct machine_ram ram = { .fd = 0, .clone = false };
  struct machine_config bare = *config;

  bare.ram = &ram;
  if (guestfs_int_machine_argv (g, m, &bare, &argv) == -1)
    return -1;
  for (size_t i = 0; i < argv.len; i++)
    if (strbuf_addf (b, "%s\n", argv.ptr[i]) == -1)
      return -1;
  return 0;
}

int
guestfs_int_template_common_lines (guestfs_h *g, struct strbuf *b,
                                   const char *qemu,
                                   const struct machine_config *config)
{
  const struct appliance *appliance = config->appliance;
  CLEANUP_FREE char *bios = guestfs_int_find_bios (g, appliance->arch, qemu);

  if (strbuf_adds (b, "libguestfs " GUESTFS_BUILD_ID "\n") == -1 ||
      file_line (b, qemu) == -1 ||
      version_line (g, b, qemu) == -1 ||
      (bios && file_line (b, bios) == -1) ||
      file_line (b, appliance->kernel) == -1 ||
      file_line (b, appliance->initrd) == -1 ||
      file_line (b, appliance->root) == -1)
    return -1;
  return config->accel == ACCEL_KVM ? cpu_lines (b) : 0;
}

static int
key_text (guestfs_h *g, struct strbuf *b, const struct machine *m,
          const struct machine_config *config)
{
  if (guestfs_int_template_common_lines (g, b, m->binary, config) == -1)
    return -1;
  return argv_lines (g, b, m, config);
}

static uint64_t
hash_key_text (const char *s)
{
  uint64_t h = UINT64_C (14695981039346656037);

  for (; *s; s++)
    h = (h ^ (unsigned char) *s) * UINT64_C (1099511628211);
  return h;
}

int
guestfs_int_template_find_by (guestfs_h *g, template_text_fn text,
                              const void *opaque, struct template *ret)
{
  CLEANUP_STRBUF struct strbuf b = STRBUF_INIT;
  const char *why = reason_against_template (g);

  if (why) {
    debug (g, "template: not used: %s", why);
    return -1;
  }
  guestfs_push_error_handler (g, NULL, NULL);
  if (text (g, opaque, &b) == -1)
    why = "what it depends on cannot be found out";
  else if ((ret->store = guestfs_int_template_store (g)) == NULL)
    why = guestfs_last_error (g);
  guestfs_pop_error_handler (g);
  if (why) {
    debug (g, "template: not used: %s", why);
    return -1;
  }
  ret->name = safe_asprintf (g, "%016" PRIx64, hash_key_text (b.ptr));
  ret->key = strbuf_steal (&b);
  return 0;
}

struct machine_and_config {
  const struct machine *m;
  const struct machine_config *config;
};

static int
machine_text (guestfs_h *g, const void *opaque, struct strbuf *b)
{
  const struct machine_and_config *both = opaque;

  return key_text (g, b, both->m, both->config);
}

int
guestfs_int_template_find (guestfs_h *g, const struct machine *m,
                           const struct machine_config *config,
                           struct template *ret)
{
  const struct machine_and_config both = { m, config };

  return guestfs_int_template_find_by (g, machine_text, &both, ret);
}

void
guestfs_int_template_done (struct template *t)
{
  cleanup_close (&t->ram_fd);
  cleanup_close (&t->state_fd);
  cleanup_close (&t->lock_fd);
  guestfs_int_template_header_done (&t->header);
  free (t->store);
  free (t->name);
  free (t->key);
}

/* ---- Old ones ---- */

/* line: "PATH DEVICE INODE …", without its end */
static bool
file_has_changed (const char *line, size_t n)
{
  CLEANUP_STRBUF struct strbuf now = STRBUF_INIT;
  const char *end = line + n;
  CLEANUP_FREE char *path = NULL;

  for (int spaces = 0; end > line && spaces < 4; spaces += *end == ' ')
    end--;
  path = strndup (line, end - line);
  if (!path || file_line (&now, path) == -1)
    return true;
  return now.len != n + 6 || memcmp (now.ptr + 5, line, n) != 0;
}

bool
guestfs_int_template_key_is_stale (const char *key)
{
  for (const char *p = key; *p; p += strcspn (p, "\n"), p += *p == '\n')
    if (strncmp (p, "file ", 5) == 0 &&
        file_has_changed (p + 5, strcspn (p + 5, "\n")))
      return true;
  return false;
}
