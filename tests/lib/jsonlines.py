# SPDX-License-Identifier: GPL-2.0-or-later
# What guestfish --json printed, against its schema:
#   jsonlines.py SCHEMA LINES [EXPRESSION…]
# Each line must be valid. Each expression is Python that must be true, over
# "lines" (all), "results" (by command, the last of each that was not
# redirected), "errors", "events", "progress", and V("stat"): the value of the
# result of that command.

import base64
import json
import os
import sys

import jsonschema


def check(lines, validator, name):
    for number, line in enumerate(lines, 1):
        for error in validator.iter_errors(line):
            sys.exit("%s:%d: %r: %s" % (name, number, line, error.message))
        if line["type"] == "result":
            check_own(line, validator, name)


def check_own(line, validator, name):
    """The definition that is named after the command fits, too."""
    names = {"!": "shell", "<!": "inline-shell"}
    command = names.get(line["command"], line["command"])
    own = dict(validator.schema, oneOf=[
        {"$ref": "#/$defs/result-" + command}])
    if not type(validator)(own).is_valid(line):
        sys.exit("%s: %r: not as result-%s says" % (name, line, command))


def main():
    with open(sys.argv[1]) as f:
        schema = json.load(f)
    with open(sys.argv[2], encoding="utf-8") as f:
        text = f.read()
    assert text == "" or text.endswith("\n"), "the last line has no end"
    lines = [json.loads(line) for line in text.splitlines()]
    if not os.path.exists("schema.checked"):        # once: it takes long
        jsonschema.Draft202012Validator.check_schema(schema)
        open("schema.checked", "w").close()
    check(lines, jsonschema.Draft202012Validator(schema), sys.argv[2])
    by_type = {t: [x for x in lines if x["type"] == t]
               for t in ("result", "error", "event", "progress")}
    results = {x["command"]: x for x in by_type["result"]
               if not x.get("redirected")}
    names = dict(lines=lines, results=results, errors=by_type["error"],
                 events=by_type["event"], progress=by_type["progress"],
                 V=lambda c: results[c]["value"], base64=base64)
    for expression in sys.argv[3:]:
        if not eval(expression, names):
            sys.exit("%s: not true: %s: %s" % (sys.argv[2], expression, text))


main()
