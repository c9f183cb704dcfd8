/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading the XML of libvirt, which comes from outside: no network, no DTD, no
 * entities, and a limit.  Without memory the program ends, as it does in the
 * library. */

#ifndef GUESTFS_LIBVIRT_XML_H
#define GUESTFS_LIBVIRT_XML_H

#include <libxml/tree.h>

#include "libvirt_module.h"

/* NULL with *err filled in, also when the root element has another name. */
extern xmlDoc *xml_parse (const char *text, const char *root,
                          struct libvirt_error *err);
extern void xml_done (xmlDoc **doc);
#define CLEANUP_XML __attribute__ ((cleanup (xml_done)))

/* These take NULL for a node that is not there, and give NULL for what is not
 * there. */
extern xmlNode *xml_child (const xmlNode *node, const char *name);
/* The next one of the same name. */
extern xmlNode *xml_next (const xmlNode *node);
/* Malloc'd; NULL when it is empty, too. */
extern char *xml_attr (const xmlNode *node, const char *name);
extern char *xml_text (const xmlNode *node);
/* 0 for what is not there or no decimal number, and for one that is greater
 * than max. */
extern uint64_t xml_attr_number (const xmlNode *node, const char *name,
                                 uint64_t max);
extern bool xml_attr_is (const xmlNode *node, const char *name,
                         const char *value);

extern void *must_have (void *p);       /* NULL ends the program */
extern char *must_printf (const char *fs, ...)
  __attribute__ ((format (printf, 1, 2)));

#endif /* GUESTFS_LIBVIRT_XML_H */
