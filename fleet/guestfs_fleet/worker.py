# SPDX-License-Identifier: GPL-2.0-or-later
"""A worker: a small process that starts an attempt for each image it is given,
and ends whatever is left of it when its time is over or nobody waits for it.

It reads tasks from its standard input, a line of JSON each, and writes a line
when the attempt has ended. The attempt is a fork of the worker, so that the
library is loaded once. The worker itself never calls the library. It adopts
what an attempt leaves behind (QEMU), and kills it; when its input ends, the
program that started it has gone, and it does the same.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import select
import shutil
import signal
import sys
import time
from typing import Any, Dict, List, Optional

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LOG_BYTES = 4000
END_SECONDS = 30
IGNORED = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)


def prctl(option: int, value: int) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def write_json(path: str, value: Any) -> None:
    with open(path + ".new", "w", encoding="utf-8") as f:
        json.dump(value, f, separators=(",", ":"))
    os.rename(path + ".new", path)


def children() -> List[int]:
    """Of this process; those that it has adopted, too."""
    me, found = str(os.getpid()), []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="latin-1") as f:
                    if f.read().rpartition(")")[2].split()[1] == me:
                        found.append(int(name))
            except OSError:
                pass
    return found


def kill_children() -> None:
    for child in children():
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            pass


def end_children() -> None:
    """Kills and waits until there is none. One that the kernel does not let go,
    because its storage does not answer, is not waited for longer."""
    deadline = time.monotonic() + END_SECONDS
    while time.monotonic() < deadline:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            kill_children()
            time.sleep(0.01)


def run_attempt(task: Dict[str, Any], directory: str, parent: int) -> None:
    """In the process of the attempt; does not return."""
    status = 1
    try:
        os.setpgid(0, 0)
        for number in IGNORED:
            signal.signal(number, signal.SIG_DFL)
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        null = os.open("/dev/null", os.O_RDWR)
        os.dup2(null, 0)
        log = os.open(os.path.join(directory, "log"),
                      os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        from guestfs_fleet.attempt import attempt
        write_json(os.path.join(directory, "result"), attempt(task, directory))
        status = 0
    except BaseException:
        import traceback
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def log_tail(directory: str) -> str:
    try:
        with open(os.path.join(directory, "log"), "rb") as f:
            f.seek(0, os.SEEK_END)
            f.seek(max(0, f.tell() - LOG_BYTES))
            return f.read().decode("utf-8", "replace").strip()
    except OSError:
        return ""


class Keeper:
    """What a worker does with its tasks, one after the other."""

    def __init__(self, directory: str) -> None:
        self.directory = directory
        self.input = b""
        self.orphaned = False
        self.launched = False

    def fill(self) -> None:
        data = os.read(0, 1 << 16)
        self.input += data
        self.orphaned = not data

    def next_task(self) -> Optional[Dict[str, Any]]:
        while b"\n" not in self.input:
            self.fill()
            if self.orphaned:
                return None
        line, _, self.input = self.input.partition(b"\n")
        task: Dict[str, Any] = json.loads(line)
        return task

    def wait(self, pid: int, seconds: float) -> str:
        """How the attempt ended."""
        deadline = time.monotonic() + seconds
        ended = os.pidfd_open(pid)
        try:
            poll = select.poll()
            poll.register(ended, select.POLLIN)
            poll.register(0, select.POLLIN | select.POLLHUP)
            while True:
                left = deadline - time.monotonic()
                ready = dict(poll.poll(max(0, left * 1000)))
                if ended in ready:
                    return self.exit_of(pid)
                if 0 in ready:
                    self.fill()
                if self.orphaned:
                    return "orphaned"
                if left <= 0:
                    return "time-limit"
        finally:
            os.close(ended)

    @staticmethod
    def exit_of(pid: int) -> str:
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if status < 0:
            return f"signal {signal.Signals(-status).name}"
        return "done" if status == 0 else f"exit {status}"

    def do(self, task: Dict[str, Any]) -> Dict[str, Any]:
        directory = os.path.join(self.directory, "attempt")
        shutil.rmtree(directory, ignore_errors=True)
        os.mkdir(directory, 0o700)
        task["first"] = not self.launched
        start, me = time.monotonic(), os.getpid()
        pid = os.fork()
        if pid == 0:
            run_attempt(task, directory, me)
        ended = self.wait(pid, task["time_limit"])
        end_children()
        answer = {"ended": ended, "seconds": time.monotonic() - start}
        result = os.path.join(directory, "result")
        if ended == "done":
            self.launched = True
            os.rename(result, os.path.join(self.directory, "result"))
            answer["result"] = os.path.join(self.directory, "result")
        else:
            answer["log"] = log_tail(directory)
        shutil.rmtree(directory, ignore_errors=True)
        return answer

    def serve(self) -> None:
        while not self.orphaned:
            task = self.next_task()
            if task is None:
                break
            answer = self.do(task)
            if self.orphaned:
                break
            try:
                os.write(1, (json.dumps(answer) + "\n").encode())
            except BrokenPipeError:
                break
        end_children()
        shutil.rmtree(self.directory, ignore_errors=True)


def main(directory: str) -> None:
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    importlib.import_module("guestfs_fleet.attempt")    # once, for all forks
    Keeper(directory).serve()
