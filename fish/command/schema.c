/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The JSON Schema (draft 2020-12) of what --json prints, from the table of
 * commands. */

#include <config.h>

#include <string.h>

#include "command.h"

/* ---- Small pieces ---- */

static void
put_raw (struct json *j, const char *name, const char *text)
{
  jw_name (j, name);
  jw_raw (j, text, strlen (text));
}

static void
put_string (struct json *j, const char *name, const char *s)
{
  jw_name (j, name);
  jw_string (j, s);
}

/* "$ref":"#/$defs/PREFIXREFERRED" */
static void
put_ref_member (struct json *j, const char *prefix, const char *referred)
{
  CLEANUP_FREE char *ref = xasprintf ("#/$defs/%s%s", prefix, referred);

  put_string (j, "$ref", ref);
}

/* An object of only that, as a member of that name; NULL: as an element. */
static void
put_ref (struct json *j, const char *name, const char *prefix,
         const char *referred)
{
  if (name)
    jw_name (j, name);
  jw_begin_object (j);
  put_ref_member (j, prefix, referred);
  jw_end_object (j);
}

static void
begin_definition (struct json *j, const char *prefix, const char *name)
{
  CLEANUP_FREE char *s = xasprintf ("%s%s", prefix, name);

  jw_name (j, s);
  jw_begin_object (j);
}

/* One definition a line. */
static void
end_definition (struct json *j)
{
  jw_end_object (j);
  must (strbuf_addc (&j->text, '\n'));
}

/* ---- What values are made of ---- */

static const char basics[] =
  "\"text\":{\"description\":\"text, or bytes that are not UTF-8\","
  "\"oneOf\":[{\"type\":\"string\"},{\"$ref\":\"#/$defs/bytes\"}]},\n"
  "\"bytes\":{\"type\":\"object\",\"properties\":{"
  "\"value\":{\"type\":\"string\",\"contentEncoding\":\"base64\"},"
  "\"encoding\":{\"const\":\"base64\"}},"
  "\"required\":[\"value\",\"encoding\"],\"additionalProperties\":false},\n"
  "\"int32\":{\"type\":\"integer\",\"minimum\":-2147483648,"
  "\"maximum\":2147483647},\n"
  "\"int64\":{\"type\":\"integer\",\"minimum\":-9223372036854775808,"
  "\"maximum\":9223372036854775807},\n"
  "\"uint32\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":4294967295},\n"
  "\"uint64\":{\"type\":\"integer\",\"minimum\":0,"
  "\"maximum\":18446744073709551615},\n"
  "\"percent\":{\"type\":[\"number\",\"null\"]},\n"
  "\"arguments\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/text\"},"
  "\"description\":\"the words of the command; of secrets only their "
  "names\"}\n";

static const char others[] =
  "\"error\":{\"type\":\"object\",\"properties\":{"
  "\"type\":{\"const\":\"error\"},"
  "\"command\":{\"oneOf\":[{\"$ref\":\"#/$defs/text\"},"
  "{\"type\":\"null\"}]},"
  "\"arguments\":{\"$ref\":\"#/$defs/arguments\"},"
  "\"script\":{\"$ref\":\"#/$defs/text\"},\"line\":{\"type\":\"integer\"},"
  "\"message\":{\"type\":\"string\"},\"encoding\":{\"const\":\"base64\"},"
  "\"errno\":{\"type\":[\"string\",\"null\"],\"pattern\":\"^E[A-Z0-9]+$\"},"
  "\"suggestions\":{\"type\":\"array\",\"minItems\":1,"
  "\"items\":{\"$ref\":\"#/$defs/text\"}},"
  "\"allowed\":{\"type\":\"boolean\"}},"
  "\"required\":[\"type\",\"command\",\"message\",\"errno\",\"allowed\"],"
  "\"additionalProperties\":false},\n"
  "\"event\":{\"type\":\"object\",\"properties\":{"
  "\"type\":{\"const\":\"event\"},"
  "\"event\":{\"enum\":[\"close\",\"subprocess_quit\",\"launch_done\","
  "\"appliance\",\"library\",\"trace\",\"warning\",\"system\"]},"
  "\"command\":{\"oneOf\":[{\"$ref\":\"#/$defs/text\"},"
  "{\"type\":\"null\"}]},"
  "\"message\":{\"type\":\"string\"},\"encoding\":{\"const\":\"base64\"},"
  "\"root\":{\"type\":[\"string\",\"null\"]},"
  "\"name\":{\"oneOf\":[{\"$ref\":\"#/$defs/text\"},{\"type\":\"null\"}]},"
  "\"mounts\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
  "\"properties\":{\"mountable\":{\"$ref\":\"#/$defs/text\"},"
  "\"mountpoint\":{\"$ref\":\"#/$defs/text\"}},"
  "\"required\":[\"mountable\",\"mountpoint\"],"
  "\"additionalProperties\":false}}},"
  "\"required\":[\"type\",\"event\",\"command\"],"
  "\"additionalProperties\":false},\n"
  "\"progress\":{\"type\":\"object\",\"properties\":{"
  "\"type\":{\"const\":\"progress\"},"
  "\"command\":{\"oneOf\":[{\"$ref\":\"#/$defs/text\"},"
  "{\"type\":\"null\"}]},"
  "\"position\":{\"$ref\":\"#/$defs/uint64\"},"
  "\"total\":{\"$ref\":\"#/$defs/uint64\"}},"
  "\"required\":[\"type\",\"command\",\"position\",\"total\"],"
  "\"additionalProperties\":false}\n";

/* ---- Structs ---- */

static const char *
type_of_field (const struct fish_field *f)
{
  switch (f->form) {
  case FISH_FIELD_CHAR:
  case FISH_FIELD_STRING:
  case FISH_FIELD_BUFFER:
  case FISH_FIELD_UUID: return "text";
  case FISH_FIELD_UINT32: return "uint32";
  case FISH_FIELD_INT32: return "int32";
  case FISH_FIELD_UINT64: return "uint64";
  case FISH_FIELD_INT64: return "int64";
  case FISH_FIELD_PERCENT: return "percent";
  }
  return NULL;
}

static void
put_struct (struct json *j, const struct fish_struct *s)
{
  begin_definition (j, "struct-", s->name);
  put_string (j, "type", "object");
  jw_name (j, "properties");
  jw_begin_object (j);
  for (size_t i = 0; i < s->nr_fields; ++i)
    put_ref (j, s->fields[i].name, "", type_of_field (&s->fields[i]));
  jw_end_object (j);
  jw_name (j, "required");
  jw_begin_array (j);
  for (size_t i = 0; i < s->nr_fields; ++i)
    jw_string (j, s->fields[i].name);
  jw_end_array (j);
  put_raw (j, "additionalProperties", "false");
  end_definition (j);
}

static void
put_structs (struct json *j)
{
  CLEANUP_STRVEC struct strvec seen = STRVEC_INIT;
  const struct fish_command *const *c;

  for (c = fish_all_commands (); *c; ++c) {
    const struct fish_struct *s = (*c)->result_struct;

    if (!s || strvec_contains (&seen, s->name))
      continue;
    must (strvec_add (&seen, s->name));
    put_struct (j, s);
  }
}

/* ---- Results ---- */

static void
put_array_of (struct json *j, const char *prefix, const char *referred)
{
  jw_name (j, "value");
  jw_begin_object (j);
  put_string (j, "type", "array");
  put_ref (j, "items", prefix, referred);
  jw_end_object (j);
}

static void
put_table (struct json *j)
{
  jw_name (j, "value");
  jw_begin_object (j);
  put_string (j, "type", "object");
  put_ref (j, "additionalProperties", "", "text");
  jw_end_object (j);
  put_raw (j, "keys", "{\"const\":\"base64\"}");
}

static void
put_value_of_api (struct json *j, const struct fish_command *c)
{
  switch (c->result) {
  case FISH_RESULT_NOTHING: break;
  case FISH_RESULT_INT: put_ref (j, "value", "", "int32"); break;
  case FISH_RESULT_INT64: put_ref (j, "value", "", "int64"); break;
  case FISH_RESULT_BOOL: put_raw (j, "value", "{\"type\":\"boolean\"}"); break;
  case FISH_RESULT_STRING:
  case FISH_RESULT_BUFFER:
    put_raw (j, "value", "{\"type\":\"string\"}");
    put_raw (j, "encoding", "{\"const\":\"base64\"}");
    break;
  case FISH_RESULT_STRING_OR_NULL:
    put_raw (j, "value", "{\"type\":[\"string\",\"null\"]}");
    put_raw (j, "encoding", "{\"const\":\"base64\"}");
    break;
  case FISH_RESULT_LIST: put_array_of (j, "", "text"); break;
  case FISH_RESULT_HASHTABLE: put_table (j); break;
  case FISH_RESULT_STRUCT:
    put_ref (j, "value", "struct-", c->result_struct->name);
    break;
  case FISH_RESULT_STRUCTS:
    put_array_of (j, "struct-", c->result_struct->name);
    break;
  }
}

static bool
has_value (const struct fish_command *c)
{
  return c->run ? c->result != FISH_RESULT_NOTHING : c->schema != NULL;
}

static void
put_value (struct json *j, const struct fish_command *c)
{
  if (c->run)
    put_value_of_api (j, c);
  else if (c->schema) {
    put_raw (j, "value", c->schema);
    put_raw (j, "encoding", "{\"const\":\"base64\"}");
  }
}

/* Commands that give the same are a group, so that a validator need not try
 * hundreds of definitions.  The name, to be freed. */
static char *
name_of_group (const struct fish_command *c)
{
  static const char *const names[] = {
    [FISH_RESULT_NOTHING] = "nothing",
    [FISH_RESULT_INT] = "int",
    [FISH_RESULT_INT64] = "int64",
    [FISH_RESULT_BOOL] = "bool",
    [FISH_RESULT_STRING] = "string",
    [FISH_RESULT_STRING_OR_NULL] = "string-or-null",
    [FISH_RESULT_BUFFER] = "buffer",
    [FISH_RESULT_LIST] = "list",
    [FISH_RESULT_HASHTABLE] = "hashtable",
    [FISH_RESULT_STRUCT] = "struct",
    [FISH_RESULT_STRUCTS] = "structs",
  };

  if (!c->run)
    return xasprintf ("own-%s", c->schema ? c->name : "nothing");
  return xasprintf ("%s%s%s", names[c->result], c->result_struct ? "-" : "",
                    c->result_struct ? c->result_struct->name : "");
}

/* Lines of a script that begin with these are commands, too. */
static const struct fish_command shell = { .name = "!" };
static const struct fish_command inline_shell = { .name = "<!" };

static void
put_names (struct json *j, const char *group)
{
  const struct fish_command *const *c;

  jw_name (j, "command");
  jw_begin_object (j);
  jw_name (j, "enum");
  jw_begin_array (j);
  for (c = fish_all_commands (); *c; ++c) {
    CLEANUP_FREE char *name = name_of_group (*c);

    if (strcmp (name, group) == 0)
      jw_string (j, (*c)->name);
  }
  if (strcmp (group, "own-nothing") == 0) {
    jw_string (j, shell.name);
    jw_string (j, inline_shell.name);
  }
  jw_end_array (j);
  jw_end_object (j);
}

static void
put_properties (struct json *j, const struct fish_command *c,
                const char *group)
{
  jw_name (j, "properties");
  jw_begin_object (j);
  put_raw (j, "type", "{\"const\":\"result\"}");
  put_names (j, group);
  if (c->run)
    put_ref (j, "arguments", "", "arguments");
  put_ref (j, "script", "", "text");
  put_raw (j, "line", "{\"type\":\"integer\"}");
  put_raw (j, "redirected", "{\"const\":true}");
  put_value (j, c);
  jw_end_object (j);
}

/* Output that went elsewhere is not repeated. */
static void
put_group (struct json *j, const struct fish_command *c, const char *group)
{
  begin_definition (j, "results-", group);
  put_string (j, "type", "object");
  put_properties (j, c, group);
  put_raw (j, "required", "[\"type\",\"command\"]");
  if (has_value (c))
    put_raw (j, "oneOf", "[{\"required\":[\"value\"]},"
             "{\"required\":[\"redirected\"]}]");
  put_raw (j, "additionalProperties", "false");
  end_definition (j);
}

static void
put_groups (struct json *j, struct strvec *ret_names)
{
  const struct fish_command *const *c;

  for (c = fish_all_commands (); *c; ++c) {
    CLEANUP_FREE char *name = name_of_group (*c);

    if (strvec_contains (ret_names, name))
      continue;
    must (strvec_add (ret_names, name));
    put_group (j, *c, name);
  }
}

/* What one command gives: as its group, under its own name. */
static void
put_command (struct json *j, const struct fish_command *c, const char *name)
{
  CLEANUP_FREE char *group = name_of_group (c);

  begin_definition (j, "result-", name);
  if (c->summary)
    put_string (j, "description", c->summary);
  jw_name (j, "properties");
  jw_begin_object (j);
  jw_name (j, "command");
  jw_begin_object (j);
  put_string (j, "const", c->name);
  jw_end_object (j);
  jw_end_object (j);
  put_raw (j, "required", "[\"command\"]");
  put_ref_member (j, "results-", group);
  end_definition (j);
}

static void
put_results (struct json *j)
{
  CLEANUP_STRVEC struct strvec groups = STRVEC_INIT;
  const struct fish_command *const *c;

  put_groups (j, &groups);
  for (c = fish_all_commands (); *c; ++c)
    put_command (j, *c, (*c)->name);
  put_command (j, &shell, "shell");
  put_command (j, &inline_shell, "inline-shell");
  begin_definition (j, "", "result");
  jw_name (j, "oneOf");
  jw_begin_array (j);
  for (size_t i = 0; i < groups.len; ++i)
    put_ref (j, NULL, "results-", groups.ptr[i]);
  jw_end_array (j);
  end_definition (j);
}

/* ---- All ---- */

void
fish_print_schema (void)
{
  CLEANUP_JSON struct json j = JSON_INIT;

  jw_begin_object (&j);
  put_string (&j, "$schema", "https://json-schema.org/draft/2020-12/schema");
  put_string (&j, "title", "guestfish --json: one value a line");
  put_string (&j, "$comment", "guestfish " PACKAGE_VERSION);
  put_raw (&j, "oneOf", "[{\"$ref\":\"#/$defs/result\"},"
           "{\"$ref\":\"#/$defs/error\"},{\"$ref\":\"#/$defs/event\"},"
           "{\"$ref\":\"#/$defs/progress\"}]");
  jw_name (&j, "$defs");
  jw_begin_object (&j);
  jw_raw (&j, basics, strlen (basics));
  jw_raw (&j, others, strlen (others));
  put_structs (&j);
  put_results (&j);
  jw_end_object (&j);
  jw_end_object (&j);
  puts (j.text.ptr);
}
