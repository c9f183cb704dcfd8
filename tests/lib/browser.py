# SPDX-License-Identifier: GPL-2.0-or-later
"""A Chromium without a window, for tests that look at pages: the DevTools
protocol through a pipe, so that no port and no other package is needed."""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

OPTIONS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-dev-shm-usage", "--hide-scrollbars", "--no-proxy-server",
    "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-default-apps",
]


class Browser:
    """with Browser() as b: b.open("file:///…"); b.run("document.title")"""

    def __init__(self, program="chromium"):
        self.profile = tempfile.mkdtemp(prefix="browser.")
        to_browser, self.to = os.pipe()
        self.come, from_browser = os.pipe()
        # The protocol is at 3 and 4, which the pipes may have themselves.
        ends = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10)
                for fd in (to_browser, from_browser)]
        command = [program, "--remote-debugging-pipe",
                   "--user-data-dir=" + self.profile, *OPTIONS, "about:blank"]
        self.process = subprocess.Popen(
            ["bash", "-c", 'exec "$@" 3<&%d 4>&%d' % tuple(ends), "browser",
             *command],
            pass_fds=ends, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "HOME": self.profile})
        for fd in [to_browser, from_browser, *ends]:
            os.close(fd)
        self.number = 0
        self.rest = b""
        self.session = None
        self.messages = []      # what the pages said on the console
        self.requests = []      # what they asked for
        self.attach()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close", page=False)
        except (EOFError, OSError, TimeoutError):
            self.process.kill()
        self.process.wait(20)
        os.close(self.to)
        os.close(self.come)
        shutil.rmtree(self.profile, ignore_errors=True)

    # ---- The protocol: JSON, each ended by a byte 0 ----

    def receive(self, deadline):
        while b"\0" not in self.rest:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.come], [], [], left)[0]:
                raise TimeoutError("the browser does not answer")
            piece = os.read(self.come, 1 << 16)
            if not piece:
                raise EOFError("the browser has ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def note(self, message):
        method, params = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.consoleAPICalled":
            self.messages.append(str([a.get("value") for a in params["args"]]))
        elif method == "Runtime.exceptionThrown":
            self.messages.append(json.dumps(params["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.messages.append(params["entry"]["text"])
        return method

    def call(self, method, params=None, page=True, seconds=60):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params or {}}
        if page:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + seconds
        while True:
            answer = self.receive(deadline)
            if answer.get("id") == self.number:
                break
            self.note(answer)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def wait_for(self, method, seconds=60):
        deadline = time.monotonic() + seconds
        while self.note(self.receive(deadline)) != method:
            pass

    def attach(self):
        target = self.call("Target.createTarget", {"url": "about:blank"}, False)
        self.session = self.call(
            "Target.attachToTarget",
            {"targetId": target["targetId"], "flatten": True},
            False)["sessionId"]
        for domain in "Page", "Runtime", "Network", "Log", "DOM":
            self.call(domain + ".enable")

    # ---- What tests do ----

    def screen(self, width, height, phone=False, dark=False):
        self.call("Emulation.setDeviceMetricsOverride",
                  {"width": width, "height": height, "mobile": phone,
                   "deviceScaleFactor": 2 if phone else 1})
        self.call("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme",
             "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"}]})

    def scripts(self, enabled):
        self.call("Emulation.setScriptExecutionDisabled",
                  {"value": not enabled})

    def open(self, url):
        if "errorText" in self.call("Page.navigate", {"url": "about:blank"}):
            raise RuntimeError("about:blank cannot be opened")
        self.wait_for("Page.loadEventFired")
        answer = self.call("Page.navigate", {"url": url})
        if "errorText" in answer:
            raise RuntimeError(f"{url}: {answer['errorText']}")
        self.wait_for("Page.loadEventFired")

    def run(self, script):
        answer = self.call("Runtime.evaluate",
                           {"expression": script, "returnByValue": True,
                            "awaitPromise": True})
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def until(self, script, seconds=20):
        """Waits until the script is true."""
        deadline = time.monotonic() + seconds
        while not self.run(f"!!({script})"):
            if time.monotonic() > deadline:
                raise TimeoutError(f"never true: {script}")
            time.sleep(0.05)

    def key(self, key, text=""):
        code = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowDown": 40}
        event = {"key": key, "windowsVirtualKeyCode": code.get(key, 0)}
        if text or key == "Enter":
            event["text"] = text or "\r"
        self.call("Input.dispatchKeyEvent", {"type": "keyDown", **event})
        self.call("Input.dispatchKeyEvent",
                  {"type": "keyUp", "key": key,
                   "windowsVirtualKeyCode": code.get(key, 0)})

    def type(self, text):
        self.call("Input.insertText", {"text": text})

    def click(self, selector):
        box = self.run("(() => { const b = document.querySelector("
                       f"{json.dumps(selector)}).getBoundingClientRect();"
                       "return [b.x + b.width / 2, b.y + b.height / 2] })()")
        for kind in "mousePressed", "mouseReleased":
            self.call("Input.dispatchMouseEvent",
                      {"type": kind, "x": box[0], "y": box[1],
                       "button": "left", "clickCount": 1})

    def shot(self, file):
        data = self.call("Page.captureScreenshot", {"format": "png"})["data"]
        with open(file, "wb") as f:
            f.write(base64.b64decode(data))
