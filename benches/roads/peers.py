"""The same questions about the roads of one extract to ours, OSRM and Valhalla: what each takes, and where answers differ.

Usage: peers.py ROADS DIR FILE.osm.pbf car|foot. ROADS is our program of that name. Seconds are those of the processor,
all threads of a process together; memory is the most that a process held.

Times cannot be compared as they are, since everybody has paces of their own: with equal paces they are distances, which
can. So each program answers twice, by its usual paces and by the shortest way. Where two programs differ on the shortest
way, one of them takes a road, or a turn, that the other holds for closed.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

RUNS = 5
# Valhalla takes seconds for the square of these.
FEW = 200
BASES = 20
MINUTES = 30
COSTING = {"car": "auto", "foot": "pedestrian"}


def child(command):
    """Runs a program; gives what it printed, its seconds of processor and its most memory in MB."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        most = 0
        # What the kernel tells in the end counts this process, too, which forked it: so it is looked at as it runs.
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            try:
                words = Path(f"/proc/{process.pid}/status").read_text()
                most = max(most, int(words.split("VmHWM:")[1].split()[0]))
            except (IndexError, OSError):
                pass
            time.sleep(0.005)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read()
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}: {text[-500:]}")
    return text, usage.ru_utime + usage.ru_stime, most / 1024


def median(runs, work):
    """The median of the seconds of processor that work takes, and what it gave last."""
    took, made = [], None
    for _ in range(runs):
        begun = time.process_time()
        made = work()
        took.append(time.process_time() - begun)
    return statistics.median(took), made


def memory():
    """MB that this process holds at present."""
    text = Path("/proc/self/status").read_text()
    return int(text.split("VmRSS:")[1].split()[0]) / 1024


def of_ours(roads, folder, file, mode, measure):
    name = mode if measure == "usual" else f"{mode}-shortest"
    out = folder / f"ours-{measure}.json"
    text, _, most = child([roads, "ask", file, name, str(RUNS), out])
    lines = dict(line.split("\t")[:2] for line in text.splitlines() if "\t" in line)
    took = {what: float(seconds) for what, seconds in lines.items()}
    told = json.loads(out.read_text())
    count = len(told["points"])
    hundredths = np.array(told["hundredths"], dtype=float).reshape(count, count)
    table = np.where(hundredths >= 1 << 24, np.nan, hundredths)
    figures = {
        "import": took["read"] + took["build"],
        "import MB": most,
        "MB": most,
        "table": took["500 by 500 with snapping"],
        "routes": took["499 routes with steps"],
        "reach": took["reach of 20 bases in 30 minutes, as area"],
        "reach as roads": took["reach of 20 bases in 30 minutes, as roads"],
    }
    return told["points"], table / (100 if measure == "usual" else 10), told["routes"], figures


def import_osrm(folder, file, mode, measure):
    """Extracts and contracts; seconds and MB."""
    import osrm

    base = folder / f"osrm-{measure}"
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir()
    package = Path(osrm.__file__).parent
    profiles = base / "profiles"
    shutil.copytree(package / "share" / "profiles", profiles)
    if measure == "shortest":
        profile = profiles / f"{mode}.lua"
        lines = profile.read_text().splitlines()
        wanted = [n for n, line in enumerate(lines) if line.strip().startswith("weight_name")]
        lines[wanted[0]] = "weight_name = 'distance',"
        profile.write_text("\n".join(lines))
    shutil.copy(file, base / "it.osm.pbf")
    tool = package / "bin"
    _, one, most = child([tool / "osrm-extract", "-p", profiles / f"{mode}.lua", base / "it.osm.pbf"])
    _, two, more = child([tool / "osrm-contract", base / "it.osrm"])
    return one + two, max(most, more)


def ask_osrm(folder, points, measure):
    import osrm

    before = memory()
    data = str(folder / f"osrm-{measure}" / "it.osrm")
    engine = osrm.OSRM(algorithm="CH", storage_config=data, use_shared_memory=False, max_locations_distance_table=10_000)
    kind = "duration" if measure == "usual" else "distance"
    asked = osrm.TableParameters(coordinates=points, annotations=[kind], generate_hints=False)
    figures = {}
    figures["table"], told = median(RUNS, lambda: engine.Table(asked))
    rows, count = told[f"{kind}s"], len(points)

    def cell(value):
        return value if isinstance(value, (int, float)) else np.nan

    table = np.array([[cell(rows[a][b]) for b in range(count)] for a in range(count)], dtype=float)
    off = [told["sources"][at]["distance"] for at in range(count)]

    def routes():
        found = []
        for pair in zip(points, points[1:]):
            try:
                route = engine.Route(osrm.RouteParameters(coordinates=list(pair), steps=True, generate_hints=False))["routes"][0]
                found.append([route["duration"], route["distance"]])
            except RuntimeError:
                found.append(None)
        return found

    figures["routes"], found = median(1, routes)
    figures["MB"] = memory() - before
    return table, off, found, figures


def config(folder):
    import valhalla

    tiles = folder / "valhalla"
    tiles.mkdir(exist_ok=True)
    it = valhalla.get_config(tile_extract="", tile_dir=tiles)
    for costing in COSTING.values():
        limits = it["service_limits"][costing]
        limits.update(max_matrix_location_pairs=10**6, max_matrix_distance=1e7, max_distance=1e7, max_locations=10_000)
    it["service_limits"]["isochrone"].update(max_locations=1_000, max_distance=1e7)
    it["service_limits"]["pedestrian"].update(min_transit_walking_distance=1)
    return it


def import_valhalla(folder, file):
    import valhalla

    shutil.rmtree(folder / "valhalla", ignore_errors=True)
    settings = folder / "valhalla.json"
    settings.write_text(json.dumps(config(folder)))
    _, took, most = child([valhalla.PYVALHALLA_DIR / "bin" / "valhalla_build_tiles", "-c", settings, file])
    return took, most


def ask_valhalla(folder, points, mode, measure):
    import valhalla

    before = memory()
    actor = valhalla.Actor(config(folder))
    costing = COSTING[mode]
    common = {"costing": costing, "costing_options": {costing: {"shortest": measure == "shortest"}}}
    places = [{"lon": lon, "lat": lat} for lon, lat in points]
    few = places[:FEW]
    figures = {}
    asked = json.dumps({"sources": few, "targets": few, "verbose": False, **common})
    figures["table"], told = median(1, lambda: actor.matrix(asked))
    told = json.loads(told)["sources_to_targets"]
    rows, scale = (told["durations"], 1) if measure == "usual" else (told["distances"], 1000)
    table = np.array([[np.nan if it is None else it * scale for it in row] for row in rows], dtype=float)
    found = actor.locate({"locations": few, "costing": costing, "verbose": False})
    nearest = [it["edges"][0] if it.get("edges") else None for it in found]
    off = [np.inf if at is None else metres(place, at) for place, at in zip(few, nearest)]

    def routes():
        found = []
        for pair in zip(places, places[1:]):
            try:
                route = json.loads(actor.route(json.dumps({"locations": pair, **common})))
                found.append([route["trip"]["summary"]["time"], route["trip"]["summary"]["length"] * 1000])
            except RuntimeError:
                found.append(None)
        return found

    figures["routes"], found = median(1, routes)
    if measure == "usual":
        contour = {"costing": costing, "contours": [{"time": MINUTES}], "polygons": True}
        figures["reach"], _ = median(RUNS, lambda: actor.isochrone(json.dumps({"locations": places[:BASES], **contour})))
        each = [json.dumps({"locations": [it], **contour}) for it in places[:BASES]]
        figures["reach one by one"], _ = median(1, lambda: [actor.isochrone(it) for it in each])
    figures["MB"] = memory() - before
    return table, off, found, figures


def metres(place, at):
    """About so many metres lie between a point and where Valhalla takes it."""
    north = (place["lat"] - at["correlated_lat"]) * 111_200
    east = (place["lon"] - at["correlated_lon"]) * 111_200 * np.cos(np.radians(place["lat"]))
    return float(np.hypot(east, north))


def ranks(values):
    places = np.empty(len(values))
    places[np.argsort(values, kind="stable")] = np.arange(len(values))
    return places


def compare(name, ours, theirs, off):
    """One line on how two tables differ; gives the ratios, 1 for what is not compared. Points that the other takes to
    another road than ours are left out and counted."""
    count = len(theirs)
    ours = ours[:count, :count]
    near = np.array(off) < 1.5
    apart = ~np.eye(count, dtype=bool) & near[:, None] & near
    both = apart & np.isfinite(ours) & np.isfinite(theirs) & (ours > 200) & (theirs > 0)
    a, b = ours[both], theirs[both]
    only_ours = int((apart & np.isfinite(ours) & ~np.isfinite(theirs)).sum())
    only_theirs = int((apart & ~np.isfinite(ours) & np.isfinite(theirs)).sum())
    ratio = a / b
    within = [np.mean(np.abs(ratio - 1) <= share) * 100 for share in (0.005, 0.05)]
    low, middle, high = np.percentile(ratio, [1, 50, 99])
    print(
        f"  {name}: median ratio {middle:.4f}, 1 % {low:.3f}, 99 % {high:.3f}, rank correlation {np.corrcoef(ranks(a), ranks(b))[0, 1]:.5f},"
        f" within 0.5 % {within[0]:.2f} %, 5 % {within[1]:.2f} %, of {len(a)}; a way only in ours {only_ours}, only in theirs {only_theirs};"
        f" points taken elsewhere {int((~near).sum())}"
    )
    return np.where(both, ours / np.where(both, theirs, 1), 1.0)


def culprits(name, ratio, ours, theirs, points, most=8):
    """The points whose ways differ most, and the pair that shows it."""
    odd = np.abs(ratio - 1) > 0.05
    left = odd.copy()
    for _ in range(most):
        sums = [left.sum(1), left.sum(0)]
        by, at = max(((by, int(sums[by].argmax())) for by in (0, 1)), key=lambda it: sums[it[0]][it[1]])
        total = int(sums[by][at])
        if total < 3:
            break
        line = ratio[at] if by == 0 else ratio[:, at]
        hit = left[at] if by == 0 else left[:, at]
        other = int(np.where(hit, np.abs(np.log(line)), 0).argmax())
        pair = (at, other) if by == 0 else (other, at)
        where = [f"{points[it][1]:.6f},{points[it][0]:.6f}" for it in pair]
        print(
            f"    {name} {'from' if by == 0 else 'to'} {where[by]}: {total} differ;"
            f" {where[0]} -> {where[1]} ours {ours[pair]:.0f}, theirs {theirs[pair]:.0f}"
        )
        (left[at] if by == 0 else left[:, at])[...] = False


def main():
    roads, folder, file, mode = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    place = folder / f"{file.name.split('.')[0]}-{mode}"
    place.mkdir(parents=True, exist_ok=True)
    valhalla_import, valhalla_most = import_valhalla(place, file)
    for measure in ("usual", "shortest"):
        points, ours, own_routes, figures = of_ours(roads, place, file, mode, measure)
        rows = {"ours": figures}
        took, most = import_osrm(place, file, mode, measure)
        table, off, routes, osrm = ask_osrm(place, points, measure)
        rows["OSRM"] = {"import": took, "import MB": most, **osrm}
        few, few_off, valhalla_routes, valhalla = ask_valhalla(place, points, mode, measure)
        rows["Valhalla"] = {"import": valhalla_import, "import MB": valhalla_most, **valhalla}
        print(f"{file.name}, {mode}, {measure} ways, {len(points)} points", flush=True)
        if measure == "usual":
            small = figures["table"]
            for who, row in rows.items():
                cells = [
                    f"import {row['import']:.2f} s, {row['import MB']:.0f} MB",
                    f"held {row['MB']:.0f} MB",
                    f"{FEW if who == 'Valhalla' else len(points)}^2 {row['table'] * 1000:.1f} ms ({row['table'] / small:.1f} x)",
                    f"a route {row['routes'] / (len(points) - 1) * 1e6:.0f} us",
                ]
                cells += [f"{what} {row[what] * 1000:.1f} ms" for what in ("reach", "reach one by one", "reach as roads") if what in row]
                print(f"  {who}: " + "; ".join(cells))
        ratio = compare("OSRM", ours, table, off)
        if measure == "shortest":
            culprits("OSRM", ratio, ours, table, points)
        ratio = compare("Valhalla", ours, few, few_off)
        if measure == "shortest":
            culprits("Valhalla", ratio, ours[:FEW, :FEW], few, points)
        for who, theirs in (("OSRM", routes), ("Valhalla", valhalla_routes)):
            pairs = [(a, b) for a, b in zip(own_routes, theirs) if a and b and a[1] > 200 and b[1] > 200]
            ratios = [[a[0] / b[0], a[1] / b[1], (a[1] / a[0]) / (b[1] / b[0])] for a, b in pairs]
            halves = np.median(np.array(ratios), axis=0)
            print(f"  routes beside {who}, {len(pairs)}: median ratio of seconds {halves[0]:.3f}, of metres {halves[1]:.4f}")


main()
