"""How fresh a drawing is that somebody redraws: from a step to its announcement and to its tiles.

Usage: GRIDBEAT_URL=http://… GRIDBEAT_ADMIN=… GRIDBEAT_ADMIN_PASSWORD=… fresh.py [STEPS]

A designer, whose account is made for it, moves a vertex of a design again and again and hears of it over server-sent
events. Prints medians, 99 % and the longest, in milliseconds; a tile is asked for as soon as the step is answered.
"""

import http.client
import json
import math
import os
import sys
import threading
import time
from urllib.parse import urlsplit

STEPS = int(sys.argv[1]) if len(sys.argv) > 1 else 300
PASSWORD = "a long enough password"
SERVER = urlsplit(os.environ["GRIDBEAT_URL"]).netloc

connection = http.client.HTTPConnection(SERVER)


def ask(method, path, body=None, cookie=""):
    """The answer to one request, which must be well."""
    headers = {"content-type": "application/json", "x-gridbeat": "1", "cookie": cookie}
    connection.request(method, path, None if body is None else json.dumps(body).encode(), headers)
    answer = connection.getresponse()
    told = answer.read()
    if answer.status >= 300:
        raise SystemExit(f"{method} {path}: {answer.status} {told.decode()}")
    return answer, told


def sign_in(name, password):
    """The cookie of an account."""
    answer, _ = ask("POST", "/api/v1/session", {"name": name, "password": password})
    return answer.getheader("set-cookie").split(";")[0]


def tile_at(zoom, lon, lat):
    """Zoom, column and row of the tile that a position is in."""
    side = 2**zoom
    north = math.asinh(math.tan(math.radians(lat))) / math.pi
    return f"{zoom}/{int((lon + 180) / 360 * side)}/{int((1 - north) / 2 * side)}"


def listen(cookie, heard):
    """Notes when each step is announced."""
    events = http.client.HTTPConnection(SERVER)
    events.request("GET", "/api/v1/events", headers={"cookie": cookie})
    lines = events.getresponse().fp
    while line := lines.readline():
        if line.strip() == b"event: design-tiles-changed":
            data = lines.readline()
            now = time.perf_counter()
            heard[json.loads(data.removeprefix(b"data: "))["seq"]] = now


def say(what, seconds):
    """Median, 99 % and longest."""
    ordered = sorted(seconds)
    median, most = ordered[len(ordered) // 2], ordered[int(0.99 * len(ordered))]
    print(f"{what}: median {median * 1e3:.2f}, 99 % {most * 1e3:.2f}, longest {ordered[-1] * 1e3:.2f}")


admin = sign_in(os.environ["GRIDBEAT_ADMIN"], os.environ["GRIDBEAT_ADMIN_PASSWORD"])
name = f"fresh-{int(time.time())}"
ask("POST", "/api/v1/users", {"name": name, "role": "designer", "password": PASSWORD}, admin)
cookie = sign_in(name, PASSWORD)
design = "/api/v1/designs/" + str(json.loads(ask("POST", "/api/v1/designs", {"name": name}, cookie)[1])["id"])
grids = json.loads(ask("GET", design, cookie=cookie)[1])["grids"]
grid = next(grid for grid in grids if grid["compactness"] > 0.6)
lon, lat = grid["label"]
tile = f"{design}/tiles/{tile_at(14, lon, lat)}"
ask("GET", tile, cookie=cookie)
heard = {}
threading.Thread(target=listen, args=(cookie, heard), daemon=True).start()
time.sleep(0.5)

line = [[lon - 0.5, lat], [lon, lat], [lon + 0.5, lat + 1e-4]]
ask("POST", f"{design}/steps", {"seen": 0, "make": {"step": "split", "grid": grid["grid"], "line": line}}, cookie)
begun, answered, drawn, at = [], [], [], [lon, lat]
for step in range(1, STEPS + 1):
    to = [lon + step * 37 % 97 * 2e-6, lat + step * 53 % 89 * 2e-6]
    begun.append(time.perf_counter())
    ask("POST", f"{design}/steps", {"seen": step, "make": {"step": "move-vertex", "from": at, "to": to}}, cookie)
    answered.append(time.perf_counter())
    ask("GET", tile, cookie=cookie)
    drawn.append(time.perf_counter())
    at = to
time.sleep(0.5)
say("a step answered", [b - a for a, b in zip(begun, answered)])
say("announced after the answer", [heard[step + 2] - b for step, b in enumerate(answered)])
say("a fresh tile of zoom 14 after the answer", [c - b for b, c in zip(answered, drawn)])
