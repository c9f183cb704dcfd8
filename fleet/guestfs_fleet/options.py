# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line."""

from __future__ import annotations

import argparse
from typing import Dict, List, NoReturn, Set

from guestfs_fleet.closest import did_you_mean
from guestfs_fleet.errors import UsageError

SUMMARY = "Run one job over many disk images."
EXAMPLES = """
examples:
  guestfs-fleet run inspect,packages,usage /var/lib/glance -o cloud.sqlite
  guestfs-fleet report cloud.sqlite cloud.html
  guestfs-fleet run config -A file=/etc/ssh/sshd_config \\
    -A keys=PermitRootLogin -c qemu:///system -d '*' -o ssh.jsonl
  guestfs-fleet run my_job.py:function 'rbd:images/*' -o out.sqlite
"""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}: try {self.prog} --help")


def positive(text: str) -> float:
    number = float(text)
    if not number > 0:
        raise ValueError(text)
    return number


def positive_int(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def natural(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


positive.__name__ = "number greater than 0"
positive_int.__name__ = "number of at least 1"
natural.__name__ = "number of at least 0"


def add_run_options(p: argparse.ArgumentParser) -> None:
    """Those of run, which resume may change."""
    p.add_argument("--json", action="store_true",
                   help="progress as lines of JSON, on standard output")
    p.add_argument("--no-retry-failed", action="store_true",
                   help="leave alone what an earlier run has failed at")
    p.add_argument("-q", "--quiet", action="store_true",
                   help="show errors of the run itself only")
    p.add_argument("--retries", type=natural, metavar="N",
                   help="try transient failures so often again (2)")
    p.add_argument("--scheduler", metavar="ADDRESS",
                   help="use the workers of Dask's scheduler, "
                        "tcp://HOST:PORT")
    p.add_argument("--time-limit", type=positive, metavar="SECONDS",
                   help="how long an image may take (600)")
    p.add_argument("-w", "--workers", type=positive_int, metavar="N",
                   help="how many images at once on this machine (as many as "
                        "cores and memory allow)")


def add_run(sub: "argparse._SubParsersAction[Parser]") -> None:
    p = sub.add_parser("run", help="run jobs over images",
                       description="Run JOB over IMAGES.")
    p.add_argument("job", metavar="JOB", help="built-in jobs separated by "
                   "commas, or FILE.py:FUNCTION; see list-jobs")
    p.add_argument("images", metavar="IMAGE", nargs="*",
                   help="files, wildcards, directories, rbd:POOL/*, URIs, "
                        "libvirt:NAME; - reads a list from standard input")
    p.add_argument("-o", "--output", required=True, metavar="FILE",
                   help="where results go: .sqlite, .jsonl or .parquet")
    p.add_argument("-A", "--arg", action="append", default=[],
                   metavar="NAME=VALUE", help="an argument of the job")
    p.add_argument("-c", "--connect", metavar="URI",
                   help="the libvirt of -d and libvirt:NAME")
    p.add_argument("-d", "--domain", action="append", default=[],
                   metavar="NAME", help="a domain of libvirt; * for all")
    p.add_argument("--format", metavar="FORMAT",
                   help="the format of all images: raw, qcow2 …; unless given "
                        "it is guessed")
    p.add_argument("-0", "--null", action="store_true",
                   help="the list of - has NUL bytes between names")
    p.add_argument("--again", action="store_true",
                   help="look at all images again, done or not")
    add_run_options(p)


def make_parser() -> Parser:
    parser = Parser(prog="guestfs-fleet", description=SUMMARY, epilog=EXAMPLES,
                    formatter_class=argparse.RawDescriptionHelpFormatter,
                    add_help=False, allow_abbrev=False)
    parser.add_argument("--help", "-h", action="store_true",
                        help="show all commands and options")
    parser.add_argument("-V", "--version", action="store_true",
                        help="show the version")
    parser.add_argument("--long-options", action="store_true",
                        help=argparse.SUPPRESS)
    parser.add_argument("--short-options", action="store_true",
                        help=argparse.SUPPRESS)
    sub = parser.add_subparsers(dest="command", metavar="COMMAND")
    add_run(sub)
    p = sub.add_parser("resume", help="go on with a run that was interrupted",
                       description="Go on with the run that wrote OUTPUT.")
    p.add_argument("output", metavar="OUTPUT")
    add_run_options(p)
    p = sub.add_parser("status", help="what is done, what has failed",
                       description="Tell what is done, and what has failed.")
    p.add_argument("output", metavar="OUTPUT")
    p.add_argument("--json", action="store_true", help="as JSON")
    p = sub.add_parser("report", help="make an HTML page of the results",
                       description="Make an HTML page of the results.")
    p.add_argument("output", metavar="OUTPUT")
    p.add_argument("page", metavar="PAGE", nargs="?",
                   help="the page (OUTPUT with .html in the end)")
    p.add_argument("--title", metavar="TEXT", help="its title")
    p.add_argument("--eol", metavar="FILE",
                   help="a table of more ends of life, as eol.csv")
    p = sub.add_parser("list-jobs", help="the jobs that are built in",
                       description="List the jobs that are built in.")
    p.add_argument("--json", action="store_true", help="as JSON")
    return parser


def parse(parser: Parser, argv: List[str]) -> argparse.Namespace:
    """Images may stand before and behind options."""
    commands = subparsers(parser)
    if argv and argv[0] in commands:
        args = commands[argv[0]].parse_intermixed_args(argv[1:])
        args.command = argv[0]
        return args
    if argv and not argv[0].startswith("-"):
        raise UsageError(f"command {argv[0]}: must be one of "
                         + ", ".join(commands)
                         + did_you_mean(argv[0], commands))
    return parser.parse_args(argv)


def subparsers(parser: Parser) -> Dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def options(parser: Parser) -> List[str]:
    """All of them, long and short."""
    found: Set[str] = set()
    for p in [parser, *subparsers(parser).values()]:
        for action in p._actions:
            found.update(action.option_strings)
    return sorted(found)


def full_help(parser: Parser) -> str:
    """That of the program and of each command."""
    parts = [parser.format_help().replace(EXAMPLES, "").rstrip()]
    parts += [p.format_help().rstrip() for p in subparsers(parser).values()]
    return "\n\n".join(parts) + "\n" + EXAMPLES
