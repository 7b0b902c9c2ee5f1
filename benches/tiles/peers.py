"""What peers take for the tiles that ours were timed on, what is left open in them, and what each server takes a request.

Processor time is read from /proc, so that a busy machine does not change it much; it has steps of 10 ms,
so everything is asked for often enough. Usage: peers.py DIR GRIDBEAT POSTGRES_URL
"""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import mapbox_vector_tile
import shapely

folder, gridbeat, postgres = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
TICK = os.sysconf("SC_CLK_TCK")
grids = folder / "grids.geojson"
ours = {}
for file in folder.glob("ours-*.mvt"):
    z, x, y = (int(part) for part in file.stem.split("-")[1:])
    if file.stat().st_size:
        ours[z] = ((z, x, y), file.read_bytes())
places = {z: at for z, (at, _) in sorted(ours.items())}


def spent(pid):
    """Seconds of processor that a process and its threads have taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def psql(script):
    done = subprocess.run(["psql", "-qAt", "-v", "ON_ERROR_STOP=1", postgres], input=script, text=True, capture_output=True)
    if done.returncode:
        sys.exit(f"psql: {done.stderr}")
    return done.stdout.strip()


def fill():
    psql(
        "create extension if not exists postgis; drop table if exists grids;"
        " create table grids (id bigint primary key, code text, name text, households int, geom geometry(Polygon, 3857));"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".sql", dir=folder) as script:
        script.write("create temporary table lines (line jsonb);\ncopy lines from stdin with (format csv, quote e'\\x01', delimiter e'\\x02');\n")
        for line in grids.read_text().splitlines():
            if line.startswith('{"type":"Feature",'):
                script.write(line.rstrip(",") + "\n")
        script.write(
            "\\.\ninsert into grids select (line->>'id')::bigint, line->'properties'->>'code', line->'properties'->>'name',"
            " (line->'properties'->>'households')::int, st_transform(st_setsrid(st_geomfromgeojson(line->>'geometry'), 4326), 3857) from lines;\n"
            "create index on grids using gist (geom); analyze grids;\n"
        )
        script.flush()
        subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", script.name, postgres], check=True)


TILE = """select st_asmvt(q, 'grids-1', 4096, 'geom', 'id') from (
  select id, code, name, households, st_asmvtgeom(geom, st_tileenvelope({0},{1},{2}), 4096, 64, true) geom
  from grids where geom && st_tileenvelope({0},{1},{2}, margin => 64.0/4096)) q where geom is not null"""


def of_postgis():
    """By zoom the tile, and milliseconds of processor for one."""
    told = {}
    for z, at in places.items():
        query = TILE.format(*at)
        times = 400 if z > 12 else 60
        script = "select pg_backend_pid();\n" + f"do $$ begin for i in 1..5 loop perform ({query}); end loop; end $$;\n"
        script += "\\! sleep 0\nselect pg_read_file('/proc/self/stat');\n"
        script += f"do $$ begin for i in 1..{times} loop perform ({query}); end loop; end $$;\nselect pg_read_file('/proc/self/stat');\n"
        stats = [line for line in psql(script).splitlines() if ")" in line]
        ticks = [sum(int(part) for part in line.rsplit(")", 1)[1].split()[11:13]) for line in stats]
        tile = bytes.fromhex(psql(f"select encode(({query}), 'hex');"))
        told[z] = (tile, (ticks[1] - ticks[0]) / TICK * 1000 / times)
    return told


def of_tippecanoe():
    """All tiles of zooms 0 to 16: seconds of processor; and some of them, unpacked."""
    out = folder / "tippecanoe.pmtiles"
    tool = Path(sys.executable).parent / "tippecanoe"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [tool, "-q", "-f", "-o", out, "-l", "grids-1", "-Z0", "-z16", "--no-simplification-of-shared-nodes", "-pf", "-pk", grids],
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return out, took


def open_seams(tile):
    """Of the polygons of a tile: gaps, area twice covered, sides without their counterpart, invalid polygons."""
    layer = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True}).get("grids-1")
    if not layer:
        return "-"
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in layer["features"]]
    invalid = sum(not shapely.is_valid(one) for one in shapes)
    sound = shapely.make_valid(shapes)
    # What lies beyond the buffer's inner half is cut by each program in its own way.
    window = shapely.box(0, 0, 4096, 4096)
    inner = shapely.intersection(sound, window)
    all_of_it = shapely.union_all(inner)
    gaps = sum(len(part.interiors) for part in getattr(all_of_it, "geoms", [all_of_it]) if part.geom_type == "Polygon")
    twice = sum(one.area for one in inner) - all_of_it.area
    unmatched = int((~shapely.is_empty(shapely.coverage_invalid_edges(shapes))).sum()) if not invalid else "?"
    return f"{len(shapes)} polygons, {gaps} gaps, {twice:.1f} square steps twice, {unmatched} with unmatched sides, {invalid} invalid"


def served(name, command, address, environment=None):
    """Starts a server and has one tile asked for by sixteen callers for five seconds, with and without its tag."""
    log = open(folder / "server.log", "wb")
    process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **(environment or {})})
    try:
        for _ in range(200):
            try:
                request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
                with urllib.request.urlopen(request) as answer:
                    body, tag = answer.read(), answer.headers.get("ETag")
                break
            except OSError:
                time.sleep(0.1)
        else:
            print(f"{name}: no answer from {address}")
            return
        for what, extra in [("tile", []), ("304", ["-H", f"If-None-Match: {tag}"])]:
            begun = spent(process.pid)
            wrk = ["wrk", "-t1", "-c16", "-d5s", "--latency", "-H", "Accept-Encoding: gzip", *extra, address]
            text = subprocess.run(wrk, capture_output=True, text=True, check=True).stdout
            took = spent(process.pid) - begun
            count = int(re.search(r"(\d+) requests in", text)[1])
            rate, half = re.search(r"Requests/sec:\s+(\S+)", text)[1], re.search(r"50%\s+(\S+)", text)[1]
            late = re.search(r"99%\s+(\S+)", text)[1]
            print(f"{name}, {what} of {len(body)} bytes: {rate}/s, median {half}, 99 % {late}, {took / count * 1e6:.1f} us of processor each")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


fill()
for z, (tile, took) in of_postgis().items():
    print(f"PostGIS ST_AsMVT z{z}: {len(tile)} bytes, {took * 1000:.0f} us; {open_seams(tile)}")
for z, (at, tile) in sorted(ours.items()):
    print(f"ours z{z}: {len(tile)} bytes; {open_seams(tile)}")
archive, took = of_tippecanoe()
print(f"tippecanoe z0-16: {took:.2f} s of processor, {archive.stat().st_size} bytes")
decode = Path(sys.executable).parent / "tippecanoe-decode"
(folder / "ours.pmtiles").unlink(missing_ok=True)
before = resource.getrusage(resource.RUSAGE_CHILDREN)
subprocess.run([gridbeat, "tiles", "--grids", grids, "-o", folder / "ours.pmtiles", "--min-zoom", "0", "--max-zoom", "16"], check=True)
after = resource.getrusage(resource.RUSAGE_CHILDREN)
took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(f"gridbeat tiles z0-16: {took:.2f} s of processor from GeoJSON to archive, {(folder / 'ours.pmtiles').stat().st_size} bytes")
for z, (_, x, y) in places.items():
    # Asked for one tile beyond zoom 14 it shows the one above, so it is asked for the zoom.
    told = subprocess.run([decode, f"-Z{z}", f"-z{z}", folder / "ours.pmtiles"], capture_output=True, check=True).stdout
    found = [tile for tile in json.loads(told)["features"] if (tile["properties"]["x"], tile["properties"]["y"]) == (x, y)]
    layers = {layer["properties"]["layer"]: len(layer["features"]) for tile in found for layer in tile["features"]}
    print(f"tippecanoe-decode reads of z{z} of our archive: {layers}")
z, x, y = places[14]
store = folder / "ours.gpkg"
store.unlink(missing_ok=True)
subprocess.run([gridbeat, "import", "grids", grids, "--store", store], check=True, stdout=subprocess.DEVNULL)
served("gridbeat", [gridbeat, "serve", "--store", store, "--listen", "127.0.0.1:38081", "--workers", "2"], f"http://127.0.0.1:38081/tiles/grids-1/{z}/{x}/{y}")
martin = folder / "bin" / "martin"
served("Martin, PMTiles", [martin, "-W", "2", "-l", "127.0.0.1:38082", folder / "ours.pmtiles"], f"http://127.0.0.1:38082/ours/{z}/{x}/{y}")
served("Martin, PostGIS", [martin, "-W", "2", "-l", "127.0.0.1:38083", postgres], f"http://127.0.0.1:38083/grids/{z}/{x}/{y}")
served("Martin, GeoJSON", [martin, "-W", "2", "-l", "127.0.0.1:38084", grids], f"http://127.0.0.1:38084/grids/{z}/{x}/{y}")
