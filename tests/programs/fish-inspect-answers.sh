#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What guestfish -i does with what inspection and encrypted disks answer: on a
# library whose appliance is played, so that each case costs nothing.

. "$(dirname "$0")/../lib.sh"
requires python3 gcc

# FSES, ROOTS, MOUNTS and the others are what is found, its parts separated by
# bars; LOCKED has for each device its key and the device and type that there is
# then. What is done is written to the file calls.
cat >played.c <<'END_OF_C'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char opened[4096];
static char error_text[256];
static int error_number;

static char **
words (const char *variable, const char *more)
{
  char *s = NULL, *save = NULL, **ret = calloc (100, sizeof *ret);
  const char *value = getenv (variable);
  size_t n = 0;

  if (asprintf (&s, "%s%s", value ? value : "", more) == -1)
    abort ();
  for (char *p = strtok_r (s, "|", &save); p; p = strtok_r (NULL, "|", &save))
    ret[n++] = strdup (p);
  free (s);
  return ret;
}

static void
free_words (char **list)
{
  for (size_t i = 0; list[i]; ++i)
    free (list[i]);
  free (list);
}

static void
note (const char *fs, ...)
{
  FILE *fp = fopen ("calls", "a");
  va_list args;

  va_start (args, fs);
  vfprintf (fp, fs, args);
  va_end (args);
  fclose (fp);
}

static int
fails (int err, const char *text)
{
  error_number = err;
  snprintf (error_text, sizeof error_text, "%s", text);
  return -1;
}

int guestfs_last_errno (void *g) { return error_number; }
const char *guestfs_last_error (void *g) { return error_text; }
int guestfs_launch (void *g) { return 0; }
int guestfs_shutdown (void *g) { return 0; }
int guestfs_lvm_scan (void *g, int activate)
{ note ("lvm_scan %d\n", activate); return 0; }
int guestfs_feature_available (void *g, char *const *groups) { return 1; }
char **guestfs_list_filesystems (void *g) { return words ("FSES", opened); }
char **guestfs_inspect_os (void *g) { return words ("ROOTS", ""); }
char **guestfs_inspect_get_roots (void *g) { return words ("ROOTS", ""); }
char **guestfs_inspect_get_mountpoints (void *g, const char *root)
{ return words ("MOUNTS", ""); }
char **guestfs_mountpoints (void *g) { return words ("MOUNTED", ""); }
char **guestfs_inspect_get_drive_mappings (void *g, const char *root)
{ return words ("LETTERS", ""); }
char *guestfs_case_sensitive_path (void *g, const char *path)
{ return strdup (path); }
char *guestfs_inspect_get_product_name (void *g, const char *root)
{ const char *s = getenv ("PRODUCT"); return strdup (s ? s : "unknown"); }
char *guestfs_vfs_uuid (void *g, const char *device)
{ const char *s = getenv ("UUID"); return strdup (s ? s : ""); }
char *guestfs_canonical_device_name (void *g, const char *device)
{
  if (strcmp (device, "/dev/mapper/VG-LV") == 0)
    return strdup ("/dev/VG/LV");
  return strncmp (device, "/dev/vd", 7) != 0 ? strdup (device)
    : strcat (strcpy (malloc (100), "/dev/sd"), device + 7);
}

int
guestfs_mount_options (void *g, const char *options, const char *device,
                       const char *mountpoint)
{
  note ("mount <%s> %s on %s\n", options, device, mountpoint);
  return strstr (device, "bad") == NULL ? 0
    : fails (EIO, "mount_options: the superblock is damaged");
}

/* Of "text:KEY" and "base64:LETTERS"; what has neither could be either. */
static char *
bytes_of_key (const char *key)
{
  char *command, *ret = calloc (1, 4096);
  FILE *fp;

  if (strncmp (key, "text:", 5) == 0)
    return strcpy (ret, key + 5);
  if (strncmp (key, "base64:", 7) != 0)
    abort ();
  if (asprintf (&command, "echo '%s' | base64 -d", key + 7) == -1)
    abort ();
  fp = popen (command, "r");
  fread (ret, 1, 4095, fp);
  pclose (fp);
  free (command);
  return ret;
}

int
guestfs_cryptsetup_open_argv (void *g, const char *device,
                              const char *encoded, const char *name,
                              const void *opts)
{
  char **locked = words ("LOCKED", "");
  char *key = bytes_of_key (encoded);
  int fits = 0;

  note ("open %s <%s> as %s\n", device, key, name);
  for (size_t i = 0; locked[i]; i += 4)
    if (strcmp (locked[i], device) == 0 && strcmp (locked[i + 1], key) == 0) {
      fits = 1;
      sprintf (opened + strlen (opened), "|%s|%s", locked[i + 2],
               locked[i + 3]);
    }
  free_words (locked);
  free (key);
  if (getenv ("IN_USE") && strcmp (name, getenv ("IN_USE")) == 0)
    return fails (EEXIST, "cryptsetup_open: in use");
  return fits ? 0
    : fails (EACCES, "cryptsetup_open: no key slot matches this key");
}

int
guestfs_clevis_luks_unlock (void *g, const char *device, const char *name)
{
  note ("clevis %s as %s\n", device, name);
  return getenv ("TANG") ? 0 : fails (EIO, "clevis_luks_unlock: no server");
}

/* Through the real one, so that the handle stays as it is. */
int
guestfs_set_network (void *g, int network)
{
  int (*real) (void *, int) = (int (*) (void *, int))
    dlsym (RTLD_NEXT, "guestfs_set_network");

  note ("network %d\n", network);
  return real (g, network);
}
END_OF_C
gcc -w -shared -fPIC -o played.so played.c
: >disk.img

# fish_i ARGUMENT…: without a terminal; out, calls and status.
fish_i() {
  rm -f calls; : >calls
  status=0
  LD_PRELOAD=played.so LD_LIBRARY_PATH=$PWD:${LD_LIBRARY_PATH-} \
    setsid -w guestfish --format=raw -a disk.img -i "$@" \
    <"${input:-/dev/null}" >out 2>&1 || status=$?
}
# typing ARGUMENT…: on a terminal, where the standard input is typed.
typing() {
  rm -f calls; : >calls
  status=0
  LD_PRELOAD=played.so LD_LIBRARY_PATH=$PWD:${LD_LIBRARY_PATH-} \
    timeout 60 python3 "$abs_top_srcdir/tests/lib/terminal.py" \
    guestfish --format=raw -a disk.img -i "$@" >out 2>&1 || status=$?
}
unset FSES ROOTS MOUNTS MOUNTED LETTERS LOCKED PRODUCT UUID IN_USE TANG input
export TERM=dumb INPUTRC=/dev/null GUESTFISH_PS1='\x5bp\135 '
esc=$'\033'

# ---- No system, several, one ----

FSES='/dev/sda1|ext4' fish_i echo ready
is "no system" "$status $(cat out)" "1 guestfish: -i: no operating system was \
found on the disks: mount file systems with -m instead ('guestfish --ro -a DISK \
run : list-filesystems' lists them)"

FSES='/dev/sda2|crypto_LUKS|/dev/sda3|BitLocker' fish_i echo ready
is "no system, but encrypted disks" "$status $(cat out)" "1 guestfish: -i: no \
operating system was found, and these are encrypted and were not opened: \
/dev/sda2, /dev/sda3: give the key, as in --key /dev/sda2:key:PASSPHRASE"

ROOTS='/dev/sda1|btrfsvol:/dev/sdb1/root' PRODUCT="Sys ${esc}[2J 1" \
  MOUNTS='/|/dev/sda1|/boot|/dev/sda2' fish_i echo ready
is "several systems" "$status $(cat out)" "1 guestfish: -i: more than one \
operating system was found: /dev/sda1 (Sys  [2J 1), \
btrfsvol:/dev/sdb1/root (Sys  [2J 1): choose one with -m instead of -i, as in \
-m /dev/sda1 -m /dev/sda2:/boot"
is "of several nothing is mounted" "$(cat calls)" ""

export ROOTS=/dev/sda1
MOUNTS='/|/dev/sda1|/usr/local|/dev/sda2|/usr|/dev/sda3' fish_i echo ready
is "in the order of the library" "$status $(cat out)
$(cat calls)" "0 ready
mount <> /dev/sda1 on /
mount <> /dev/sda2 on /usr/local
mount <> /dev/sda3 on /usr"
MOUNTS='/|/dev/sda1' fish_i --ro echo ready
is "--ro" "$(cat calls)" "mount <ro> /dev/sda1 on /"
MOUNTS='/|/dev/sda1' fish_i --rw echo ready
is "--rw" "$(cat calls)" "mount <> /dev/sda1 on /"

MOUNTS="/|/dev/sda1|/a${esc}[31m|/dev/bad2|/b|/dev/sda3" fish_i echo ready
is "one that cannot be mounted" "$status $(cat out)
$(tail -n 1 calls)" "0 guestfish: warning: /dev/bad2 is not mounted on /a [31m: \
the superblock is damaged
ready
mount <> /dev/sda3 on /b"
MOUNTS='/|/dev/bad1|/b|/dev/sda3' fish_i echo ready
is "the root cannot be mounted" "$status $(cat calls)" \
  "1 mount <> /dev/bad1 on /"

MOUNTS='/|/dev/sda1' MOUNTED="/dev/sda1|/|/dev/sda2|/x${esc}" \
  PRODUCT="Toy ${esc}OS" typing <<'END'
[p] |quit\n
END
is "the listing at a terminal" \
  "$status $(tr -d '\r' <out | sed -n '/^Op/,/^$/p')" "0 Operating system: Toy  OS
/dev/sda1 mounted on /
/dev/sda2 mounted on /x "

# ---- Keys ----

export MOUNTS='/|/dev/sda1' FSES='/dev/sda2|crypto_LUKS' UUID=ab-12
export LOCKED='/dev/sda2|right|/dev/mapper/luks-ab-12|ext4'
for id in /dev/sda2 /dev/vda2 AB-12 all; do
  fish_i --key "$id:key:right" echo ready
  is "key of $id" "$status $(cat out)
$(cat calls)" "0 ready
open /dev/sda2 <right> as luks-ab-12
lvm_scan 1
mount <> /dev/sda1 on /"
done
fish_i --key all:key:no --key /dev/sda2:key:wrong --key ab-12:key:right \
  echo ready
is "several keys" "$status $(cat out) $(grep -c ^open calls)" "0 ready 3"
printf 'right\nnot this\n' >file:name
fish_i --key /dev/sda2:file:file:name echo ready
is "a file with a colon" "$status $(cat out)" "0 ready"
is "keys of two lines" "$(grep -c ^open calls)" 2
for text in 'right\n' right; do
  # shellcheck disable=SC2059
  printf "$text" >file
  fish_i --key /dev/sda2:file:file echo ready
  is "keys of one line" "$status $(cat out) $(grep -c ^open calls)" "0 ready 1"
done
printf 'right\n' >file
LOCKED=${LOCKED/right/right$'\n'} fish_i --key /dev/sda2:file:file echo ready
is "a newline in a key" "$status $(cat out) $(grep -c ^open calls)" "0 ready 2"
LOCKED=${LOCKED/right/base64:x} fish_i --key all:key:base64:x echo ready
is "a passphrase that begins with base64:" "$status $(cat out)" "0 ready"
fish_i --key /dev/sda2:key:wrong echo ready
is "a wrong key" "$status $(cat out)" \
  "1 guestfish: --key: no key slot matches this key"
fish_i --key all:key:wrong --key /dev/sdz:key:right echo ready
is "keys that are for others" "$status $(cat out)" "0 \
guestfish: warning: --key all: no key slot matches this key
guestfish: warning: --key /dev/sdz: no encrypted device has this name or UUID
guestfish: warning: /dev/sda2: it is encrypted and was not opened: give its \
key with --key
ready"
IN_USE=luks-ab-12 fish_i --key all:key:right echo ready
is "a copy of a disk" "$(sed -n 2p calls)" "open /dev/sda2 <right> as cryptsda2"
UUID='../x' fish_i --key all:key:right echo ready
is "a UUID that is none" "$(sed -n 1p calls)" \
  "open /dev/sda2 <right> as cryptsda2"
echo right >key
input=key fish_i --keys-from-stdin echo ready
is "from standard input" "$(cat out) $(head -n 1 calls)" \
  "ready open /dev/sda2 <right> as luks-ab-12"

FSES='/dev/sda1|BitLocker' \
  LOCKED='/dev/sda1|k|/dev/VG/LV|crypto_LUKS|/dev/VG/LV|l|/dev/mapper/x|ext4' \
  fish_i --key /dev/sda1:key:k --key /dev/mapper/VG-LV:key:l echo ready
is "encrypted inside encrypted" "$status $(cat out)
$(cat calls)" "0 ready
open /dev/sda1 <k> as cryptsda1
lvm_scan 1
open /dev/VG/LV <l> as luks-ab-12
lvm_scan 1
mount <> /dev/sda1 on /"
TANG=1 fish_i --key all:clevis echo ready
is "clevis" "$status $(cat out)
$(head -n 2 calls)" "0 ready
network 1
clevis /dev/sda2 as luks-ab-12"
fish_i --key /dev/sda2:clevis echo ready
is "clevis without its server" "$status $(cat out)" \
  "1 guestfish: --key: no server"

# ---- Asked at a terminal ----

typing echo ready <<'END'
Enter key or passphrase ("/dev/sda2"): |wrong\n
no key slot matches this key|
Enter key or passphrase ("/dev/sda2"): |right\n
ready|
END
is "asked again" "$status $(grep -c ^mount calls)" "0 1"
! grep -q right out || fail "the key was shown: $(cat out)"
typing echo ready <<'END' || :
("/dev/sda2"): |wrong\n
("/dev/sda2"): |wrong\n
("/dev/sda2"): |wrong\n
no key slot matches this key|
END
is "not more than three times" "$status $(grep -c ^open calls)" "1 3"
typing echo ready <<'END'
("/dev/sda2"): |\n
ready|
END
is "an empty line" "$status $(cat calls)" "0 mount <> /dev/sda1 on /"
typing echo ready <<'END'
("/dev/sda2"): |\x03
cancelled|
END
is "Ctrl-C" "$status $(cat calls)" "1 "

# ---- win: ----

unset FSES
export ROOTS=/dev/sda2 MOUNTS='/|/dev/sda2' MOUNTED='/dev/sda2|/|/dev/sdb1|/d'
export LETTERS='C|/dev/sda2|D|/dev/sdb1|E|/dev/sdc1'
fish_i case-sensitive-path 'win:c:\Windows\System32' : \
  case-sensitive-path 'win:D:\x' : case-sensitive-path 'win:\y/z'
is "win: paths" "$(cat out)" "/Windows/System32
/d/x
/y/z"
fish_i case-sensitive-path 'win:e:\x'
matches "a drive that is not mounted" "$(cat out)" \
  'win:e: /dev/sdc1 is not mounted: mount it first'
fish_i case-sensitive-path 'win:q:\x'
matches "a drive that is not there" "$(cat out)" 'win:q: no drive q: was found'
