/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs on the host: local commands, pipes, commands that print
 * commands. */

#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fish.h"

void
fish_reset_signals (void)
{
  sigset_t none;

  signal (SIGINT, SIG_DFL);
  signal (SIGQUIT, SIG_DFL);
  signal (SIGPIPE, SIG_DFL);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* Starts sh -c with the given descriptors as its input and output. */
static pid_t
start_shell (const char *command, int in, int out)
{
  pid_t pid;

  fflush (NULL);
  pid = fork ();
  if (pid == -1)
    cli_error ("%s: cannot start a process: %s", command, strerror (errno));
  if (pid != 0)
    return pid;

  fish_reset_signals ();
  if (dup2 (in, STDIN_FILENO) == -1 || dup2 (out, STDOUT_FILENO) == -1)
    _exit (126);
  execl ("/bin/sh", "sh", "-c", command, (char *) NULL);
  _exit (127);
}

/* 0 if the process ended well; else -1 and an error that begins with what. */
int
fish_wait (long pid, const char *what)
{
  int status = -1;

  while (waitpid (pid, &status, 0) == -1)
    if (errno != EINTR) {
      cli_error ("%s: cannot wait for it: %s", what, strerror (errno));
      return -1;
    }
  if (WIFSIGNALED (status))
    cli_error ("%s: killed by signal %d", what, WTERMSIG (status));
  else if (WEXITSTATUS (status) != 0)
    cli_error ("%s: ended with exit status %d", what, WEXITSTATUS (status));
  else
    return 0;
  return -1;
}

int
fish_shell (const char *command)
{
  /* Ctrl-C at the terminal is for the program, not for guestfish. */
  struct sigaction ignore = { .sa_handler = SIG_IGN }, saved;
  pid_t pid;
  int r = -1;

  sigaction (SIGINT, &ignore, &saved);
  pid = start_shell (command, STDIN_FILENO, STDOUT_FILENO);
  if (pid > 0)
    r = fish_wait (pid, command);
  sigaction (SIGINT, &saved, NULL);
  return r;
}

/* program is a shell's words, as $EDITOR is; path is one word. */
int
fish_shell_with_file (const char *program, const char *path)
{
  CLEANUP_STRBUF struct strbuf command = STRBUF_INIT;

  must (strbuf_addf (&command, "%s '", program));
  for (; *path; ++path) {
    if (*path == '\'')
      must (strbuf_adds (&command, "'\\'"));
    must (strbuf_addc (&command, *path));
  }
  must (strbuf_addc (&command, '\''));
  return fish_shell (command.ptr);
}

FILE *
fish_shell_output (const char *command, long *ret_pid)
{
  int fds[2];
  FILE *fp = NULL;

  if (pipe2 (fds, O_CLOEXEC) == -1) {
    cli_error ("%s: %s", command, strerror (errno));
    return NULL;
  }
  *ret_pid = start_shell (command, STDIN_FILENO, fds[1]);
  close (fds[1]);
  if (*ret_pid > 0)
    fp = fdopen (fds[0], "r");
  if (!fp)
    close (fds[0]);
  return fp;
}

/* Standard output of this process becomes fd; returns a copy of the old. */
static int
redirect_stdout (int fd)
{
  int saved = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

  if (saved >= 0 && dup2 (fd, STDOUT_FILENO) == -1) {
    close (saved);
    saved = -1;
  }
  return saved;
}

int
fish_pipe_begin (const char *command, struct fish_pipe *ret)
{
  CLEANUP_CLOSE int in = -1, out = -1;
  int fds[2];

  if (fish_flush () == -1)
    return -1;
  if (pipe2 (fds, O_CLOEXEC) == -1) {
    cli_error ("%s: %s", command, strerror (errno));
    return -1;
  }
  in = fds[0];
  out = fds[1];
  ret->pid = start_shell (command, in, STDOUT_FILENO);
  if (ret->pid == -1)
    return -1;
  ret->saved_stdout = redirect_stdout (out);
  if (ret->saved_stdout == -1)
    cli_error ("%s: %s", command, strerror (errno));
  fish.in_pipe = true;
  fish.pipe_closed = false;
  return ret->saved_stdout == -1 ? -1 : 0;
}

int
fish_pipe_end (struct fish_pipe *p)
{
  int r = fish_flush (), status;

  fish.in_pipe = false;
  dup2 (p->saved_stdout, STDOUT_FILENO);
  close (p->saved_stdout);
  /* How the reader ends is its own affair: head and grep -q are no errors. */
  while (waitpid (p->pid, &status, 0) == -1 && errno == EINTR)
    ;
  return r;
}
