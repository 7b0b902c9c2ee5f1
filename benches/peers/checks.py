"""Checking and cleaning areas as they were drawn: GEOS and mapshaper.

    checks.py AREAS RUNS WORK_DIR MAPSHAPER

Prints what, CPU and wall seconds, and what was found. mapshaper's time is that of its process,
reading and writing GeoJSON included; the same without `-clean` stands beside it.
"""

import json
import os
import resource
import subprocess
import sys

import plain
import shapely


def children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    path, runs, work, mapshaper = sys.argv[1:5]
    areas, runs = plain.geometries(path, 1e-7), int(runs)
    whole = plain.geometries(path)
    took = plain.medians(runs, lambda: shapely.coverage_is_valid(whole))
    plain.say("check", "GEOS coverage_is_valid", *took, shapely.coverage_is_valid(whole))
    took = plain.medians(runs, lambda: shapely.is_valid(whole))
    plain.say("check", "GEOS is_valid, each", *took, f"{(~shapely.is_valid(whole)).sum()} not")
    drawn, cleaned = (os.path.join(work, name) for name in ("drawn.json", "cleaned.json"))
    shapes = [json.loads(text) for text in shapely.to_geojson(areas)]
    with open(drawn, "w") as out:
        json.dump({"type": "GeometryCollection", "geometries": shapes}, out)
    for name, options in (("read and write only", []), ("-clean", ["-clean"])):
        call = ["node", mapshaper, drawn, *options, "-o", cleaned]
        run = lambda: subprocess.run(call, check=True, capture_output=True)
        took = plain.medians(min(runs, 3), run, children)
        plain.say("check", f"mapshaper {name}", *took, "")


main()
