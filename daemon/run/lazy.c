/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Libraries that are loaded when they are first needed. */

#include "config.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "call.h"
#include "lazy.h"

static bool
have_all (void *lib, const struct lazy_symbol *symbols, size_t n)
{
  for (size_t i = 0; i < n; ++i)
    if (dlsym (lib, symbols[i].name) == NULL) {
      debug ("%s", dlerror ());
      return false;
    }
  return true;
}

/* What is loaded stays. */
bool
lazy_load (const char *soname, const struct lazy_symbol *symbols,
           size_t nr_symbols)
{
  void *lib = dlopen (soname, RTLD_LAZY | RTLD_LOCAL);

  if (lib == NULL) {
    debug ("%s", dlerror ());
    return false;
  }
  if (!have_all (lib, symbols, nr_symbols)) {
    dlclose (lib);
    return false;
  }
  for (size_t i = 0; i < nr_symbols; ++i) {
    void *symbol = dlsym (lib, symbols[i].name);

    memcpy (symbols[i].where, &symbol, sizeof symbol);
  }
  return true;
}
