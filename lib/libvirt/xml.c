/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading XML with libxml2, and nothing but what is written in it. */

#include <config.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>

#include "cleanups.h"
#include "job.h"
#include "printable.h"
#include "xml.h"

/* The longest domain that libvirt itself sends has a quarter of this. */
#define XML_MAX (16 * 1024 * 1024)

void *
must_have (void *p)
{
  if (!p)
    abort ();
  return p;
}

char *
must_printf (const char *fs, ...)
{
  va_list args;
  char *s;

  va_start (args, fs);
  if (vasprintf (&s, fs, args) == -1)
    s = NULL;
  va_end (args);
  return must_have (s);
}

/* ---- Parsing ---- */

/* A DTD is what entities are defined in: the end of the text for us. */
static void
refuse_dtd (void *ctxt, const xmlChar *name, const xmlChar *external,
            const xmlChar *system)
{
  (void) name, (void) external, (void) system;
  xmlStopParser (ctxt);
  ((xmlParserCtxt *) ctxt)->wellFormed = 0;
}

static int
bad_xml (struct libvirt_error *err, const xmlParserCtxt *ctxt)
{
  const char *why = ctxt && ctxt->lastError.message ? ctxt->lastError.message
    : "there is a DTD in it";

  error_set (err, EINVAL, "libvirt's XML is not understood: %.*s",
             (int) strcspn (why, "\n"), why);
  make_printable (err->text);
  return -1;
}

static int
check_root (const xmlDoc *doc, const char *root, struct libvirt_error *err)
{
  const xmlNode *node = xmlDocGetRootElement (doc);

  if (node && strcmp ((const char *) node->name, root) == 0)
    return 0;
  error_set (err, EINVAL, "libvirt's XML is not understood: it does not begin "
             "with <%s>", root);
  return -1;
}

static xmlDoc *
parse_xml (const char *text, size_t len, struct libvirt_error *err)
{
  xmlParserCtxt *ctxt = must_have (xmlNewParserCtxt ());
  xmlDoc *doc;

  ctxt->sax->internalSubset = refuse_dtd;
  ctxt->sax->externalSubset = refuse_dtd;
  doc = xmlCtxtReadMemory (ctxt, text, (int) len, NULL, NULL,
                           XML_PARSE_NONET | XML_PARSE_NOERROR |
                           XML_PARSE_NOWARNING | XML_PARSE_NOCDATA |
                           XML_PARSE_COMPACT);
  if (doc && !ctxt->wellFormed) {
    xmlFreeDoc (doc);
    doc = NULL;
  }
  if (!doc)
    bad_xml (err, ctxt);
  xmlFreeParserCtxt (ctxt);
  return doc;
}

xmlDoc *
xml_parse (const char *text, const char *root, struct libvirt_error *err)
{
  CLEANUP_XML xmlDoc *doc = NULL;
  const size_t len = strlen (text);

  if (len > XML_MAX) {
    error_set (err, E2BIG, "libvirt's XML is longer than %d MiB",
               XML_MAX / 1024 / 1024);
    return NULL;
  }
  doc = parse_xml (text, len, err);
  if (!doc || check_root (doc, root, err) == -1)
    return NULL;
  return steal (&doc);
}

void
xml_done (xmlDoc **doc)
{
  xmlFreeDoc (*doc);
}

/* ---- Looking ---- */

static xmlNode *
element_of_name (xmlNode *node, const char *name)
{
  for (; node; node = node->next)
    if (node->type == XML_ELEMENT_NODE &&
        strcmp ((const char *) node->name, name) == 0)
      return node;
  return NULL;
}

xmlNode *
xml_child (const xmlNode *node, const char *name)
{
  return node ? element_of_name (node->children, name) : NULL;
}

xmlNode *
xml_next (const xmlNode *node)
{
  return element_of_name (node->next, (const char *) node->name);
}

/* Takes s, which libxml2 has allocated. */
static char *
own_copy (xmlChar *s)
{
  char *ret = s && *s ? must_have (strdup ((const char *) s)) : NULL;

  xmlFree (s);
  return ret;
}

char *
xml_attr (const xmlNode *node, const char *name)
{
  return node ? own_copy (xmlGetNoNsProp (node, (const xmlChar *) name)) : NULL;
}

char *
xml_text (const xmlNode *node)
{
  return node ? own_copy (xmlNodeGetContent (node)) : NULL;
}

uint64_t
xml_attr_number (const xmlNode *node, const char *name, uint64_t max)
{
  CLEANUP_FREE char *s = xml_attr (node, name);
  unsigned long long n;
  char *end;

  if (!s || *s < '0' || *s > '9')
    return 0;
  errno = 0;
  n = strtoull (s, &end, 10);
  return errno || *end != '\0' || n > max ? 0 : n;
}

bool
xml_attr_is (const xmlNode *node, const char *name, const char *value)
{
  CLEANUP_FREE char *s = xml_attr (node, name);

  return s && strcmp (s, value) == 0;
}
