/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of guestfish's own commands. */

#include <config.h>

#include "fish.h"
#include "local.h"

const struct fish_command *const fish_local_commands[] = {
  &fish_local_alloc,
  &fish_local_copy_in,
  &fish_local_copy_out,
  &fish_local_delete_event,
  &fish_local_display,
  &fish_local_echo,
  &fish_local_edit,
  &fish_local_emacs,
  &fish_local_event,
  &fish_local_glob,
  &fish_local_help,
  &fish_local_hexedit,
  &fish_local_lcd,
  &fish_local_less,
  &fish_local_list_events,
  &fish_local_man,
  &fish_local_more,
  &fish_local_not,
  &fish_local_quit,
  &fish_local_reopen,
  &fish_local_setenv,
  &fish_local_sparse,
  &fish_local_supported,
  &fish_local_time,
  &fish_local_unsetenv,
  &fish_local_vi,
  NULL
};
