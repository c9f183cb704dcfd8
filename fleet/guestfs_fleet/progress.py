# SPDX-License-Identifier: GPL-2.0-or-later
"""What is shown meanwhile: a bar on a terminal, lines elsewhere, JSON."""

from __future__ import annotations

import json
import shutil
import sys
import time
from typing import TYPE_CHECKING, Any, List, Optional, TextIO

from guestfs_fleet.outcome import Failure

if TYPE_CHECKING:
    from guestfs_fleet.run import Summary


def duration(seconds: float) -> str:
    whole = int(seconds + 0.5)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02} min"
    return f"{whole // 3600}:{whole % 3600 // 60:02} h"


def counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def rate(summary: Summary) -> float:
    """Images a minute."""
    ended = summary.ok + summary.failed
    return 60 * ended / summary.seconds if summary.seconds > 0 else 0.0


def left(summary: Summary) -> Optional[float]:
    """Seconds, when enough have ended to tell."""
    ended = summary.ok + summary.failed
    missing = summary.total - summary.before - ended
    return summary.seconds / ended * missing if ended >= 3 else None


def printable(text: str) -> str:
    """Names of files and messages of guests do not reach the terminal with
    what controls it."""
    return "".join(c if c.isprintable() else "\\x%02x" % ord(c) for c in text)


class Progress:
    """Says nothing; also the base of those that do."""

    def begin(self, summary: Summary, executor: str) -> None:
        pass

    def done(self, image: str, rows: int) -> None:
        pass

    def failed(self, image: str, failures: List[Failure]) -> None:
        pass

    def retry(self, image: str, failed: Optional[Failure],
              delay: float) -> None:
        pass

    def tick(self, summary: Summary, running: int) -> None:
        pass

    def end(self, summary: Summary, out: str) -> None:
        pass

    def interrupted(self, summary: Summary, out: str) -> None:
        pass


class LineProgress(Progress):
    """A line every now and then, and one for each failure."""

    every = 10.0

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self.stream = stream
        self.last = time.monotonic()

    def line(self, text: str) -> None:
        print(printable(text), file=self.stream, flush=True)

    def begin(self, summary: Summary, executor: str) -> None:
        before = f", {summary.before} done before" if summary.before else ""
        self.line(f"{counted(summary.total, 'image')}{before}, {executor}")

    def failed(self, image: str, failures: List[Failure]) -> None:
        said = {f"{image}: {failed.message}: {failed.remedy}": None
                for failed in failures}
        for text in said:               # that of several jobs once
            self.line(text)

    def retry(self, image: str, failed: Optional[Failure],
              delay: float) -> None:
        if failed:
            self.line(f"{image}: {failed.message}: trying again in "
                      f"{delay:g} s")

    def state(self, summary: Summary) -> str:
        ended = summary.before + summary.ok + summary.failed
        text = f"{ended} of {summary.total}"
        if summary.failed:
            text += f", {summary.failed} failed"
        text += f", {rate(summary):.1f} images a minute"
        seconds = left(summary)
        if seconds is not None:
            text += f", {duration(seconds)} left"
        return text

    def tick(self, summary: Summary, running: int) -> None:
        if time.monotonic() - self.last >= self.every:
            self.last = time.monotonic()
            self.line(self.state(summary))

    def end(self, summary: Summary, out: str) -> None:
        parts = [f"{counted(summary.ok, 'image')} done"]
        if summary.before:
            parts.append(f"{summary.before} done before")
        if summary.failed:
            kinds = ", ".join(f"{n} {kind}" for kind, n in
                              sorted(summary.kinds.items(),
                                     key=lambda item: -item[1]))
            parts.append(f"{summary.failed} failed ({kinds})")
        self.line(f"{'; '.join(parts)}; {counted(summary.rows, 'row')} in "
                  f"{duration(summary.seconds)}, {rate(summary):.1f} images a "
                  f"minute: {out}")

    def interrupted(self, summary: Summary, out: str) -> None:
        ended = summary.before + summary.ok + summary.failed
        self.line(f"interrupted: {ended} of {summary.total} images are done; "
                  f"go on with: guestfs-fleet resume {out}")


class BarProgress(LineProgress):
    """A bar in the last line of the terminal; failures above it."""

    every = 0.2

    def clear(self) -> None:
        self.stream.write("\r\x1b[K")

    def line(self, text: str) -> None:
        self.clear()
        super().line(text)
        self.last = 0.0

    def tick(self, summary: Summary, running: int) -> None:
        if time.monotonic() - self.last < self.every:
            return
        self.last = time.monotonic()
        ended = summary.before + summary.ok + summary.failed
        text = f" {self.state(summary)}, {running} running"
        width = min(40, shutil.get_terminal_size().columns - len(text) - 3)
        if width >= 8:
            full = width * ended // max(1, summary.total)
            text = "[" + "#" * full + "-" * (width - full) + "]" + text
        text = text.strip()[:shutil.get_terminal_size().columns - 1]
        self.stream.write("\r" + text + "\x1b[K")
        self.stream.flush()


class JsonProgress(Progress):
    """Each event as a line of JSON."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self.stream = stream
        self.last = 0.0

    def event(self, event: str, **fields: Any) -> None:
        print(json.dumps({"event": event, **fields}), file=self.stream,
              flush=True)

    def numbers(self, event: str, summary: Summary, **fields: Any) -> None:
        self.event(event, total=summary.total, before=summary.before,
                   ok=summary.ok, failed=summary.failed, rows=summary.rows,
                   seconds=round(summary.seconds, 3),
                   images_a_minute=round(rate(summary), 1), **fields)

    def begin(self, summary: Summary, executor: str) -> None:
        self.numbers("begin", summary, executor=executor)

    def done(self, image: str, rows: int) -> None:
        self.event("done", image=image, rows=rows)

    def failed(self, image: str, failures: List[Failure]) -> None:
        for failed in failures:
            self.event("failed", image=image, failure=failed.kind,
                       message=failed.message, remedy=failed.remedy)

    def retry(self, image: str, failed: Optional[Failure],
              delay: float) -> None:
        if failed:
            self.event("retry", image=image, failure=failed.kind,
                       message=failed.message, delay=delay)

    def tick(self, summary: Summary, running: int) -> None:
        if time.monotonic() - self.last >= 1:
            self.last = time.monotonic()
            self.numbers("progress", summary, running=running,
                         seconds_left=left(summary))

    def end(self, summary: Summary, out: str) -> None:
        self.numbers("end", summary, output=out, failures=summary.kinds)

    def interrupted(self, summary: Summary, out: str) -> None:
        self.numbers("interrupted", summary, output=out)


def choose(as_json: bool, quiet: bool) -> Progress:
    if as_json:
        return JsonProgress()
    if quiet:
        return Progress()
    return BarProgress() if sys.stderr.isatty() else LineProgress()
