/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line. */

#include <config.h>

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fish.h"
#include "options.h"

enum {
  OPT_HELP = 256, OPT_BLOCKSIZE, OPT_CSH, OPT_ECHO_KEYS, OPT_FORMAT, OPT_KEY,
  OPT_KEYS_FROM_STDIN, OPT_LISTEN, OPT_LIVE, OPT_NETWORK, OPT_NO_PROGRESS,
  OPT_PIPE_ERROR, OPT_PROGRESS, OPT_REMOTE, OPT_SELINUX,
};

static const char short_options[] = ":a:c:d:Df:h::im:nN:rvVwx";

static const struct option long_options[] = {
  { "add", required_argument, NULL, 'a' },
  { "blocksize", optional_argument, NULL, OPT_BLOCKSIZE },
  { "cmd-help", optional_argument, NULL, 'h' },
  { "connect", required_argument, NULL, 'c' },
  { "csh", no_argument, NULL, OPT_CSH },
  { "domain", required_argument, NULL, 'd' },
  { "echo-keys", no_argument, NULL, OPT_ECHO_KEYS },
  { "file", required_argument, NULL, 'f' },
  { "format", optional_argument, NULL, OPT_FORMAT },
  { "help", no_argument, NULL, OPT_HELP },
  { "inspector", no_argument, NULL, 'i' },
  { "key", required_argument, NULL, OPT_KEY },
  { "keys-from-stdin", no_argument, NULL, OPT_KEYS_FROM_STDIN },
  { "listen", no_argument, NULL, OPT_LISTEN },
  { "live", no_argument, NULL, OPT_LIVE },
  { "mount", required_argument, NULL, 'm' },
  { "network", no_argument, NULL, OPT_NETWORK },
  { "new", required_argument, NULL, 'N' },
  { "no-dest-paths", no_argument, NULL, 'D' },
  { "no-progress-bars", no_argument, NULL, OPT_NO_PROGRESS },
  { "no-sync", no_argument, NULL, 'n' },
  { "pipe-error", no_argument, NULL, OPT_PIPE_ERROR },
  { "progress-bars", no_argument, NULL, OPT_PROGRESS },
  { "remote", optional_argument, NULL, OPT_REMOTE },
  { "ro", no_argument, NULL, 'r' },
  { "rw", no_argument, NULL, 'w' },
  { "selinux", no_argument, NULL, OPT_SELINUX },
  { "verbose", no_argument, NULL, 'v' },
  { "version", no_argument, NULL, 'V' },
  { NULL, 0, NULL, 0 }
};

static const char usage[] =
"guestfish: a shell for disk images and the file systems in them\n"
"\n"
"  guestfish [OPTION …] [COMMAND [ARG …] [: COMMAND [ARG …]] …]\n"
"  guestfish --ro -a disk.img -m /dev/sda1 cat /etc/fstab\n"
"\n"
"Disks and what is in them:\n"
"  -a, --add FILE|URI       add a disk image, or a disk on the network\n"
"      --blocksize[=N]      sector size of the -a that follow: 512 or 4096\n"
"  -c, --connect URI        libvirt to ask about -d\n"
"  -d, --domain NAME        add the disks of a libvirt domain\n"
"      --format[=FORMAT]    format of the -a that follow (none: find out)\n"
"  -i, --inspector          mount the operating system found on the disks\n"
"      --key DEVICE:key:PASSPHRASE | DEVICE:file:FILE | DEVICE:clevis\n"
"                           unlock this device for -i\n"
"  -m, --mount DEVICE[:MOUNTPOINT[:OPTIONS[:FSTYPE]]]\n"
"                           mount a file system (on /)\n"
"  -n, --no-sync            no autosync\n"
"      --network            a network in the appliance\n"
"  -N, --new [FILE=]TYPE    make a disk and add it; -N help: the types\n"
"  -r, --ro                 -a, -d, -i and -m do not write\n"
"  -w, --rw                 -a, -d, -i and -m may write (the default)\n"
"\n"
"Commands:\n"
"  -f, --file FILE          read commands from FILE\n"
"  -h, --cmd-help [CMD]     list all commands, or explain one\n"
"      --listen             stay in the background and take commands; prints\n"
"                           what a shell should evaluate (--csh: a C shell)\n"
"      --remote[=PID]       send commands there ($GUESTFISH_PID)\n"
"      --pipe-error         an error writing to a pipe fails the command\n"
"\n"
"Terminal:\n"
"  -D, --no-dest-paths      Tab does not look into the guest\n"
"      --echo-keys          show passphrases while they are typed\n"
"      --keys-from-stdin    read passphrases from standard input\n"
"      --progress-bars, --no-progress-bars\n"
"\n"
"      --help               this text\n"
"  -v, --verbose            debug messages\n"
"  -V, --version            version\n"
"  -x                       show each call\n";

static void
fail (void)
{
  exit (EXIT_FAILURE);
}

static void
add_drive (struct options *o, int kind, const char *what)
{
  struct drive_option d = {
    .kind = kind,
    .what = must_have (strdup (what)),
    .format = o->format ? must_have (strdup (o->format)) : NULL,
    .blocksize = o->blocksize,
    .libvirt_uri = o->libvirt_uri,
  };

  o->drives.ptr = must_have (reallocarray (o->drives.ptr, o->drives.len + 1,
                                           sizeof d));
  o->drives.ptr[o->drives.len++] = d;
}

static void
set_blocksize (struct options *o, const char *s)
{
  const char *why;
  int64_t n = 0;

  if (s && (fish_parse_int (s, 512, 4096, &n, &why) == -1 ||
            (n != 512 && n != 4096))) {
    fish_error ("--blocksize=%s: not a sector size: it is 512 or 4096", s);
    fail ();
  }
  o->blocksize = n;
}

static void
set_remote (const char *s)
{
  int64_t pid;
  const char *why;

  if (!s && !(s = getenv ("GUESTFISH_PID"))) {
    fish_error ("--remote: which server? set GUESTFISH_PID, or give "
                "--remote=PID: 'guestfish --listen' tells it");
    fail ();
  }
  if (fish_parse_int (s, 1, INT_MAX, &pid, &why) == -1) {
    fish_error ("--remote: '%s' is not a process number", s);
    fail ();
  }
  fish.remote = pid;
}

static void
show_version (void)
{
  puts ("guestfish " PACKAGE_VERSION);
  exit (EXIT_SUCCESS);
}

/* The argument may be attached (-hCMD) or be the next word. */
static void
show_command_help (const char *name, int argc, char **argv)
{
  int r = 0;

  if (!name && optind < argc)
    name = argv[optind];
  if (name)
    r = fish_help_command (name);
  else
    fish_help_commands ();
  exit (r == 0 && fish_flush () == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}

static void
set_new (struct options *o, const char *what)
{
  if (strcmp (what, "help") == 0) {
    prepare_help ();
    exit (EXIT_SUCCESS);
  }
  add_drive (o, DRIVE_NEW, what);
}

/* Options that are about the shell. */
static bool
parse_shell_option (int c, struct options *o)
{
  switch (c) {
  case 'D': fish.no_dest_paths = true; break;
  case 'f': o->file = optarg; break;
  case 'v': fish.verbose = true; break;
  case 'x': fish.trace = true; break;
  case OPT_CSH: o->csh = true; break;
  case OPT_ECHO_KEYS: fish.echo_keys = true; break;
  case OPT_KEYS_FROM_STDIN: fish.keys_from_stdin = true; break;
  case OPT_LISTEN: o->listen = true; break;
  case OPT_NO_PROGRESS: fish.progress = 0; break;
  case OPT_PIPE_ERROR: fish.pipe_error = true; break;
  case OPT_PROGRESS: fish.progress = 1; break;
  case OPT_REMOTE: set_remote (optarg); break;
  default: return false;
  }
  return true;
}

/* Options that are about disks. */
static bool
parse_disk_option (int c, struct options *o)
{
  switch (c) {
  case 'a': add_drive (o, DRIVE_ADD, optarg); break;
  case 'c': o->libvirt_uri = optarg; break;
  case 'd': add_drive (o, DRIVE_DOMAIN, optarg); break;
  case 'i': o->inspect = true; break;
  case 'm': must (strvec_add (&o->mounts, optarg)); break;
  case 'n': o->no_sync = true; break;
  case 'N': set_new (o, optarg); break;
  case 'r': fish.read_only = true; break;
  case 'w': fish.read_only = false; break;
  case OPT_BLOCKSIZE: set_blocksize (o, optarg); break;
  case OPT_FORMAT: o->format = optarg; break;
  case OPT_NETWORK: o->network = true; break;
  case OPT_SELINUX: break;      /* does nothing any more */
  default: return false;
  }
  return true;
}

/* What getopt did not like: ':' is an option that lacks its argument. */
static void
bad_option (int c, const char *word)
{
  if (optopt && optopt < 256 && strncmp (word, "--", 2) != 0)
    fish_error ("-%c: %s: try --help", optopt, c == ':'
                ? "an argument is missing" : "there is no such option");
  else
    fish_error ("%s: %s: try --help", word, c == ':'
                ? "an argument is missing" : "there is no such option, or it "
                "takes no argument");
  fail ();
}

static void
parse_option (int c, struct options *o, int argc, char **argv)
{
  if (parse_shell_option (c, o) || parse_disk_option (c, o))
    return;
  switch (c) {
  case OPT_HELP:
    fputs (usage, stdout);
    exit (EXIT_SUCCESS);
  case 'h':
    show_command_help (optarg, argc, argv);
    break;
  case 'V':
    show_version ();
    break;
  case OPT_KEY:
    if (fish_add_key_option (optarg) == -1)
      fail ();
    break;
  case OPT_LIVE:
    fish_error ("--live: it is not possible any more to work on a running "
                "guest: stop it, or use --ro");
    fail ();
    break;
  default:
    bad_option (c, argv[optind - 1]);
  }
}

/* "guestfish -i disk.img …": the words are images or domains. */
static void
take_words_as_drives (struct options *o)
{
  struct stat st;

  for (; o->argc > 0; o->argc--, o->argv++) {
    bool is_file = strchr (o->argv[0], '/') || stat (o->argv[0], &st) == 0;

    add_drive (o, is_file ? DRIVE_ADD : DRIVE_DOMAIN, o->argv[0]);
  }
}

static void
check (const struct options *o)
{
  if (o->listen && fish.remote) {
    fish_error ("--listen and --remote: give one of them");
    fail ();
  }
  if (o->listen && (o->argc > 0 || o->file)) {
    fish_error ("--listen: commands are sent with --remote later");
    fail ();
  }
  if (fish.remote && (o->drives.len > 0 || o->mounts.len > 0 || o->inspect)) {
    fish_error ("--remote: -a, -d, -i, -m and -N are for a new guestfish: "
                "send commands such as add-drive instead");
    fail ();
  }
}

void
options_parse (int argc, char **argv, struct options *ret)
{
  int c;

  *ret = (struct options) { .file = NULL };
  opterr = 0;
  while ((c = getopt_long (argc, argv, short_options, long_options,
                           NULL)) != -1)
    parse_option (c, ret, argc, argv);
  ret->argc = argc - optind;
  ret->argv = argv + optind;
  if (ret->inspect && ret->drives.len == 0 && !fish.remote)
    take_words_as_drives (ret);
  check (ret);
}

bool
options_have_new_drive (const struct options *o)
{
  for (size_t i = 0; i < o->drives.len; ++i)
    if (o->drives.ptr[i].kind == DRIVE_NEW)
      return true;
  return false;
}

void
options_done (struct options *o)
{
  for (size_t i = 0; i < o->drives.len; ++i) {
    free (o->drives.ptr[i].what);
    free (o->drives.ptr[i].format);
  }
  free (o->drives.ptr);
  strvec_done (&o->mounts);
}
