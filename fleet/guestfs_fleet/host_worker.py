# SPDX-License-Identifier: GPL-2.0-or-later
"""A worker seen from the program that uses it: started, asked, ended."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from typing import IO, Any, Dict, Optional, cast

STOP_SECONDS = 10

# Modules are found where this program has found them.
START = ("import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
         "from guestfs_fleet.worker import main; main(sys.argv[2])")


class HostWorker:
    """One process of guestfs_fleet.worker, with a directory of its own."""

    def __init__(self, parent_directory: Optional[str] = None) -> None:
        self.directory = tempfile.mkdtemp(prefix="guestfs-fleet-",
                                          dir=parent_directory)
        path = json.dumps([os.path.abspath(p) if p else os.getcwd()
                           for p in sys.path])
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, path, self.directory],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            start_new_session=True)

    @property
    def output(self) -> IO[bytes]:
        return cast(IO[bytes], self.process.stdout)

    def give(self, task: Dict[str, Any]) -> None:
        """Whether it is there is seen when the answer is read."""
        stdin = cast(IO[bytes], self.process.stdin)
        try:
            stdin.write(json.dumps(task).encode() + b"\n")
            stdin.flush()
        except BrokenPipeError:
            pass

    def answer(self) -> Dict[str, Any]:
        """Waits for it. "lost": the worker has gone, and must be stopped."""
        line = self.output.readline()
        if not line.endswith(b"\n"):
            return {"ended": "lost", "seconds": 0.0, "log":
                    "its process was killed"}
        answer: Dict[str, Any] = json.loads(line)
        if "result" in answer:
            with open(answer["result"], encoding="utf-8") as f:
                answer["attempt"] = json.load(f)
        return answer

    def stop(self) -> None:
        """Its input ends, and so it ends whatever it has started."""
        stdin = cast(IO[bytes], self.process.stdin)
        try:
            stdin.close()
        except BrokenPipeError:
            pass

    def wait_stopped(self) -> None:
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.output.close()
        shutil.rmtree(self.directory, ignore_errors=True)
