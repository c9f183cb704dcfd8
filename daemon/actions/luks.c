/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Encrypted devices: LUKS and the other kinds that cryptsetup can open. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base64.h"
#include "daemon.h"
#include "fstype.h"
#include "lvm.h"

int
optgroup_luks_available (void)
{
  return have_program ("cryptsetup");
}

int
optgroup_clevisluks_available (void)
{
  return have_program ("clevis") && have_program ("clevis-luks-unlock");
}

/* ---- The program ---- */

/* "base64:": any bytes. */
static int
decode_key (const char *letters, struct strbuf *ret)
{
  struct base64_decoder d = { .bits = 0 };

  if (base64_decode (&d, ret, letters, strlen (letters)) == 0) {
    if (base64_is_complete (&d))
      return 0;
    errno = EINVAL;
  }
  if (errno == EINVAL)
    reply_with_error_errno (EINVAL, "key: what follows base64: is not base64: "
                            "a passphrase that begins so is given as text:…");
  else
    reply_with_perror ("key");
  return -1;
}

/* The bytes of "text:KEY", "base64:LETTERS" or KEY. */
static int
key_bytes (const char *key, struct strbuf *ret)
{
  if (strncmp (key, "base64:", 7) == 0)
    return decode_key (key + 7, ret);
  if (strncmp (key, "text:", 5) == 0)
    key += 5;
  if (strbuf_adds (ret, key) == 0)
    return 0;
  reply_with_perror ("key");
  return -1;
}

static void
key_done (struct strbuf *bytes)
{
  if (bytes->ptr)
    explicit_bzero (bytes->ptr, bytes->cap);
  strbuf_done (bytes);
}
#define CLEANUP_KEY __attribute__ ((cleanup (key_done)))

/* A key as a file without a name.  It is read exactly as it is: a newline in
 * it does not end it. */
static int
key_file (const char *key)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_KEY struct strbuf bytes = STRBUF_INIT;

  if (key_bytes (key, &bytes) == -1)
    return -1;
  fd = memfd_create ("key", MFD_CLOEXEC);
  if (fd == -1 || full_write (fd, bytes.ptr, bytes.len) == -1
      || lseek (fd, 0, SEEK_SET) == -1) {
    reply_with_perror ("memfd_create");
    return -1;
  }
  return steal_fd (&fd);
}

/* What cryptsetup exits with when no key slot is opened by the key, and when
 * there is not enough memory. */
#define WRONG_KEY 2
#define NO_MEMORY 3

/* What everything else in the appliance may need meanwhile. */
#define MEMORY_RESERVE (16 * 1024 * 1024)

/* What the kernel says can be had without swapping, in bytes; -1 with the error
 * set. */
static int64_t
available_memory (void)
{
  CLEANUP_FCLOSE FILE *fp = fopen ("/proc/meminfo", "re");
  CLEANUP_FREE char *line = NULL;
  size_t cap = 0;
  long long kib;

  while (fp && getline (&line, &cap, fp) != -1)
    if (sscanf (line, "MemAvailable: %lld kB", &kib) == 1)
      return kib * 1024;
  reply_with_perror ("/proc/meminfo");
  return -1;
}

static int
reply_cryptsetup_failed (const struct run *r, const char *device,
                         const char *key, int64_t memory)
{
  if (key != NULL && r->status == WRONG_KEY)
    reply_with_error_errno (EACCES, "%s: no key slot matches this key", device);
  else if (r->status == NO_MEMORY)
    reply_with_error_errno (ENOMEM, "%s: deriving the key needs more than the "
                            "%lld MiB that the appliance has free: give it "
                            "more with set_memsize before launch", device,
                            (long long) memory / 1024 / 1024);
  else
    run_reply_with_error (r);
  return -1;
}

/* The last word of argv is before the NULL; key, if any, is on the standard
 * input, so that it is in no list of processes and no log.  device is what it
 * is to open, if a key is needed for that.
 *
 * Argon2 takes as much memory as the header says (often 1 GiB).  Limited, the
 * program says at once that there is not enough; otherwise the kernel would
 * read the pages of all programs again and again, or kill it. */
static int
cryptsetup (const char *const *argv, const char *device, const char *key)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_RUN struct run r = { .argv = argv };
  const int64_t memory = available_memory ();

  if (memory == -1 || dm_prepare () == -1)
    return -1;
  r.data_max = memory > MEMORY_RESERVE ? memory - MEMORY_RESERVE : 1;
  if (key != NULL) {
    fd = key_file (key);
    if (fd == -1)
      return -1;
    r.input_fd = fd;
  }
  if (run_full (&r) == -1)
    return -1;
  return r.status == 0 ? 0 : reply_cryptsetup_failed (&r, device, key, memory);
}

/* ---- Names ---- */

static char *
mapped_path (const char *mapname)
{
  char *path;

  if (mapname[0] == '\0' || strchr (mapname, '/') || mapname[0] == '.') {
    reply_with_error_errno (EINVAL, "%s: not a name that a mapping can have",
                            mapname);
    return NULL;
  }
  if (asprintf (&path, "/dev/mapper/%s", mapname) == -1) {
    reply_with_perror ("asprintf");
    return NULL;
  }
  if (access (path, F_OK) == 0) {
    reply_with_error_errno (EEXIST, "%s: this name is in use: choose another, "
                            "or close it first", path);
    free (path);
    return NULL;
  }
  return path;
}

/* ---- Opening and closing ----
 * The program may end, and the wait for the node may, when the mapping has been
 * made already: without its removal the next attempt would find the name in
 * use. */

/* cryptsetup takes what it is not told for LUKS.  -1 with the error set. */
static int
find_type (const char *device, const char **ret_type)
{
  const mountable_t m = { MOUNTABLE_DEVICE, (char *) device, NULL };
  CLEANUP_FREE char *found = do_vfs_type (&m);

  if (found == NULL)
    return -1;
  *ret_type = strcmp (found, "BitLocker") == 0 ? "bitlk"
    : strcmp (found, FVAULT2) == 0 ? "fvault2" : "luks";
  return 0;
}

static int
open_mapping (const char *device, const char *key, const char *mapname,
              bool readonly, const char *type, const char *cipher)
{
  CLEANUP_FREE char *path = mapped_path (mapname);
  const char *argv[16] = { "cryptsetup", "-q", "open", "--key-file=-" };
  size_t n = 4;

  if (path == NULL)
    return -1;
  if (readonly)
    argv[n++] = "--readonly";
  argv[n++] = "--type";
  argv[n++] = type;
  if (cipher != NULL) {
    argv[n++] = "--cipher";
    argv[n++] = cipher;
  }
  argv[n++] = "--";
  argv[n++] = device;
  argv[n++] = mapname;
  if (cryptsetup (argv, device, key) == 0 && wait_for_device (path) == 0)
    return 0;
  dm_remove_crypt (mapname);
  return -1;
}

int
do_cryptsetup_open (const char *device, const char *key, const char *mapname,
                    const struct cryptsetup_open_optargs *opts)
{
  const char *type = NULL;

  if (opts->has_crypttype)
    type = opts->crypttype;
  else if (find_type (device, &type) == -1)
    return -1;
  return open_mapping (device, key, mapname,
                       opts->has_readonly && opts->readonly, type,
                       opts->has_cipher ? opts->cipher : NULL);
}

int
do_luks_open (const char *device, const char *key, const char *mapname)
{
  return open_mapping (device, key, mapname, false, "luks", NULL);
}

int
do_luks_open_ro (const char *device, const char *key, const char *mapname)
{
  return open_mapping (device, key, mapname, true, "luks", NULL);
}

/* cryptsetup would remove any mapping, a logical volume too. */
static int
check_encrypted (const char *device)
{
  CLEANUP_FREE char *uuid = NULL;
  struct stat st;

  if (stat (device, &st) == -1) {
    reply_with_perror ("%s", device);
    return -1;
  }
  uuid = dm_uuid (st.st_rdev);
  if (uuid == NULL || strncmp (uuid, "CRYPT-", 6) != 0) {
    reply_with_error_errno (EINVAL, "%s: not an open encrypted device: give "
                            "the one below /dev/mapper", device);
    return -1;
  }
  return 0;
}

int
do_cryptsetup_close (const char *device)
{
  const char *name = strrchr (device, '/') + 1;
  const char *argv[] = { "cryptsetup", "close", "--", name, NULL };

  if (strncmp (device, "/dev/mapper/", 12) != 0) {
    reply_with_error_errno (EINVAL, "%s: not an open encrypted device: give "
                            "the one below /dev/mapper", device);
    return -1;
  }
  if (check_encrypted (device) == -1 || cryptsetup (argv, device, NULL) == -1)
    return -1;
  return wait_for_no_device (device);
}

int
do_luks_close (const char *device)
{
  return do_cryptsetup_close (device);
}

/* ---- Key slots ---- */

static int
slot_option (const char *device, int keyslot, char **ret_option)
{
  if (keyslot < 0) {
    reply_with_error_errno (EINVAL, "%s: there is no key slot %d: they are "
                            "counted from 0", device, keyslot);
    return -1;
  }
  if (asprintf (ret_option, "--key-slot=%d", keyslot) == -1) {
    reply_with_perror ("asprintf");
    return -1;
  }
  return 0;
}

static int
format_luks (const char *device, const char *key, int keyslot,
             const char *cipher)
{
  CLEANUP_FREE char *slot = NULL;
  const char *argv[] = {
    "cryptsetup", "-q", "luksFormat", "--key-file=-", NULL, "--", device,
    NULL, NULL, NULL
  };

  if (slot_option (device, keyslot, &slot) == -1)
    return -1;
  argv[4] = slot;
  if (cipher != NULL) {
    argv[5] = "--cipher";
    argv[6] = cipher;
    argv[7] = "--";
    argv[8] = device;
  }
  return cryptsetup (argv, device, key);
}

int
do_luks_format (const char *device, const char *key, int keyslot)
{
  return format_luks (device, key, keyslot, NULL);
}

int
do_luks_format_cipher (const char *device, const char *key, int keyslot,
                       const char *cipher)
{
  return format_luks (device, key, keyslot, cipher);
}

/* The new key is a file that only root can read, in memory and without a
 * name: the program opens it through our descriptor. */
int
do_luks_add_key (const char *device, const char *key, const char *newkey,
                 int keyslot)
{
  CLEANUP_CLOSE int fd = -1;
  CLEANUP_FREE char *slot = NULL, *file = NULL;

  if (slot_option (device, keyslot, &slot) == -1
      || (fd = key_file (newkey)) == -1)
    return -1;
  if (asprintf (&file, "/proc/%d/fd/%d", getpid (), fd) == -1) {
    file = NULL;
    reply_with_perror ("asprintf");
    return -1;
  }
  return cryptsetup ((const char *[]) {
      "cryptsetup", "-q", "luksAddKey", "--key-file=-", slot, "--", device,
      file, NULL }, device, key);
}

int
do_luks_kill_slot (const char *device, const char *key, int keyslot)
{
  CLEANUP_FREE char *option = NULL;

  /* Here the slot is a word of its own. */
  if (slot_option (device, keyslot, &option) == -1)
    return -1;
  return cryptsetup ((const char *[]) {
      "cryptsetup", "-q", "luksKillSlot", "--key-file=-", "--", device,
      strchr (option, '=') + 1, NULL }, device, key);
}

char *
do_luks_uuid (const char *device)
{
  char *uuid = NULL;

  if (run (&uuid, "cryptsetup", "luksUUID", "--", device, NULL) == -1)
    return NULL;
  return trim_trailing_newlines (uuid);
}

/* ---- Clevis ---- */

/* Clevis itself says only that the device could not be opened. */
static void
reply_with_clevis_error (const char *device, const struct run *unlock)
{
  const char *const argv[] = { "clevis", "luks", "list", "-d", device, NULL };
  CLEANUP_RUN struct run list = { .argv = argv };

  if (run_full (&list) == -1)
    return;
  if (list.status != 0)
    run_reply_with_error (unlock);
  else if (list.out_len == 0)
    reply_with_error_errno (EINVAL, "%s: no key slot is bound with Clevis: "
                            "open it with its key (cryptsetup_open)", device);
  else
    reply_with_error ("%s: Clevis did not get the key: its server must "
                      "answer, and the appliance have a network "
                      "(set_network before launch)", device);
}

static int
clevis_unlock (const char *device, const char *mapname)
{
  const char *const argv[] = { "clevis", "luks", "unlock", "-d", device, "-n",
                               mapname, NULL };
  CLEANUP_RUN struct run unlock = { .argv = argv };

  if (run_full (&unlock) == -1)
    return -1;
  if (unlock.status == 0)
    return 0;
  reply_with_clevis_error (device, &unlock);
  return -1;
}

int
do_clevis_luks_unlock (const char *device, const char *mapname)
{
  CLEANUP_FREE char *path = mapped_path (mapname);

  if (path == NULL || dm_prepare () == -1)
    return -1;
  if (clevis_unlock (device, mapname) == 0 && wait_for_device (path) == 0)
    return 0;
  dm_remove_crypt (mapname);
  return -1;
}
