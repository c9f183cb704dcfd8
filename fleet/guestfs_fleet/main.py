# SPDX-License-Identifier: GPL-2.0-or-later
"""The program guestfs-fleet."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import sys
from typing import Any, Callable, Dict, List, Optional

from guestfs_fleet import errors, options, sidecar
from guestfs_fleet.errors import FleetError, UsageError
from guestfs_fleet.executor import Executor
from guestfs_fleet.images import find_images, words_of_stdin
from guestfs_fleet.jobs import (BUILT_IN, Job, describe_arguments,
                                parse_jobs)
from guestfs_fleet.progress import Progress, choose
from guestfs_fleet.run import Policy, Run
from guestfs_fleet.store import check_output, open_store

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Exception):
    """By a signal."""


def on_signal(number: int, _frame: Any) -> None:
    for n in SIGNALS:                   # once is enough: it ends in seconds
        signal.signal(n, signal.SIG_IGN)
    raise Interrupted(number)


def given_arguments(words: List[str]) -> Dict[str, str]:
    given = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise UsageError(f"-A {word}: must be NAME=VALUE")
        given[name] = value
    return given


def request_of(args: argparse.Namespace) -> Dict[str, Any]:
    """What run was asked for, as resume needs it."""
    request = {name: getattr(args, name) for name in
               ("job", "images", "arg", "connect", "domain", "format",
                "retries", "scheduler", "time_limit", "workers")}
    request["listed"] = []
    if "-" in args.images:
        request["images"] = [w for w in args.images if w != "-"]
        request["listed"] = words_of_stdin(args.null)
    elif args.null:
        raise UsageError("--null is for the list of -")
    request["directory"] = os.getcwd()
    return request


def make_executor(request: Dict[str, Any]) -> Executor:
    if request["scheduler"]:
        from guestfs_fleet.dask_pool import DaskPool
        return DaskPool(request["scheduler"])
    from guestfs_fleet.pool import LocalPool
    return LocalPool(request["workers"])


def policy_of(request: Dict[str, Any], args: argparse.Namespace) -> Policy:
    policy = Policy(again=getattr(args, "again", False),
                    retry_failed=not args.no_retry_failed)
    if request["time_limit"] is not None:
        policy.time_limit = request["time_limit"]
    if request["retries"] is not None:
        policy.retries = request["retries"]
    return policy


def run_request(request: Dict[str, Any], out: str,
                args: argparse.Namespace) -> int:
    jobs = parse_jobs(request["job"], given_arguments(request["arg"]))
    check_output(out, jobs)
    if not (request["images"] or request["listed"] or request["domain"]):
        raise UsageError("no images: name some, or - for a list on standard "
                         "input")
    images = find_images(request["images"], request["listed"],
                         request["domain"], request["connect"],
                         request["format"])
    if not images:
        raise UsageError("no images were found")
    for n in SIGNALS:
        signal.signal(n, on_signal)
    side = sidecar.Sidecar(out)
    try:
        store = open_store(out, jobs)
        side.write(dict(request, total=len(images)))
        try:
            return run_images(request, out, args, images, jobs, store)
        finally:
            store.close()
    finally:
        side.close()


def run_images(request: Dict[str, Any], out: str, args: argparse.Namespace,
               images: List[Any], jobs: List[Job], store: Any) -> int:
    progress: Progress = choose(args.json, args.quiet)
    executor: Optional[Executor] = None
    run: Optional[Run] = None
    try:
        executor = make_executor(request)
        run = Run(images, jobs, store, executor, progress,
                  policy_of(request, args))
        summary = run.go()
    except Interrupted as e:
        if run:
            progress.interrupted(run.summary, out)
        return 128 + int(e.args[0])
    except (OSError, sqlite3.Error) as e:
        raise FleetError(f"{out}: {e}: what was recorded is kept: go on with "
                         f"guestfs-fleet resume {out}") from e
    finally:
        if executor:
            executor.stop()
    progress.end(summary, out)
    return errors.SOME_FAILED if summary.failed else errors.ALL_DONE


def do_run(args: argparse.Namespace) -> int:
    return run_request(request_of(args), os.path.abspath(args.output), args)


def do_resume(args: argparse.Namespace) -> int:
    out = os.path.abspath(args.output)
    request = sidecar.read(out)
    for name in "retries", "scheduler", "time_limit", "workers":
        if getattr(args, name) is not None:
            request[name] = getattr(args, name)
    try:
        os.chdir(request["directory"])
    except OSError as e:
        raise FleetError(f"{request['directory']}: {e.strerror}") from e
    return run_request(request, out, args)


def do_status(args: argparse.Namespace) -> int:
    from guestfs_fleet.status import status
    return status(args.output, args.json)


def do_report(args: argparse.Namespace) -> int:
    from guestfs_fleet.report import write_report
    page = args.page or os.path.splitext(args.output)[0] + ".html"
    write_report(args.output, page, args.title, args.eol)
    return errors.ALL_DONE


def do_list_jobs(args: argparse.Namespace) -> int:
    listed = []
    for name in BUILT_IN:
        function: Callable[..., Any] = Job(name, name, function="rows").load()
        summary = (function.__doc__ or "").strip()
        listed.append({"name": name, "summary": summary,
                       "arguments": describe_arguments(function)})
    if args.json:
        print(json.dumps(listed, indent=1))
        return errors.ALL_DONE
    for job in listed:
        print(f"{job['name']:10} {job['summary']}")
        for argument in job["arguments"]:
            print(f"{'':10}   -A {argument}")
    return errors.ALL_DONE


def show_version() -> int:
    import guestfs
    with guestfs.GuestFS() as g:
        v = dict(g.version())
    print(f"guestfs-fleet {v['major']}.{v['minor']}.{v['release']}"
          f"{v['extra']}")
    return errors.ALL_DONE


COMMANDS = {"run": do_run, "resume": do_resume, "status": do_status,
            "report": do_report, "list-jobs": do_list_jobs}


def dispatch(argv: List[str]) -> int:
    parser = options.make_parser()
    args = options.parse(parser, argv)
    if args.command:
        return COMMANDS[args.command](args)
    return show(parser, args)


def show(parser: options.Parser, args: argparse.Namespace) -> int:
    """What the program has without a command."""
    if args.help:
        print(options.full_help(parser), end="")
        return errors.ALL_DONE
    if args.version:
        return show_version()
    if args.long_options or args.short_options:
        start = 3 if args.long_options else 2
        for word in options.options(parser):
            if word.startswith("--") == args.long_options and \
               len(word) >= start:
                print(word)
        return errors.ALL_DONE
    raise UsageError("no command: try guestfs-fleet --help")


def main() -> int:
    try:
        return dispatch(sys.argv[1:])
    except FleetError as e:
        print(f"guestfs-fleet: {e}", file=sys.stderr)
        return e.status
    except BrokenPipeError:             # of head, for example
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return errors.CANNOT_RUN
    except (Interrupted, KeyboardInterrupt):
        return 130
