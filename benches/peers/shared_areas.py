"""Real areas from the folder `shared` beside the project, as a plain file.

    shared_areas.py england|denver SHARED OUT

England: the output areas, one quantised TopoJSON a district, read as they are. Denver: the census
blocks, brought from their plane to longitude and latitude. Both rounded to the lattice.
"""

import io
import json
import os
import sys
import tarfile

import numpy as np
import plain


def steps(degrees):
    return np.round(np.asarray(degrees) * 1e7).astype(np.int64)


def england(shared):
    import zstandard

    path = os.path.join(shared, "data/admin-england-output-areas/oa_by_lad.topojson.tar.zst")
    with open(path, "rb") as packed:
        pack = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(packed).read()
    areas = []
    with tarfile.open(fileobj=io.BytesIO(pack)) as tar:
        for member in sorted(tar.getmembers(), key=lambda it: it.name):
            if member.isfile():
                areas += topology(json.load(tar.extractfile(member)))
    return areas


def topology(it):
    scale, shift = (np.array(it["transform"][key]) for key in ("scale", "translate"))
    arcs = [steps(np.cumsum(np.array(arc), axis=0) * scale + shift) for arc in it["arcs"]]

    def ring(numbers):
        parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
        return np.concatenate(parts[:1] + [part[1:] for part in parts[1:]])

    areas = []
    for layer in it["objects"].values():
        for shape in layer["geometries"]:
            many = shape.get("arcs", [])
            polygons = [many] if shape["type"] == "Polygon" else many
            areas.append([[ring(numbers) for numbers in polygon] for polygon in polygons])
    return areas


def denver(shared):
    import geopandas

    path = os.path.join(shared, "data/admin-denver-2018/denver_blocks_2020-shp.zip")
    areas = []
    for shape in geopandas.read_file(path).to_crs(4326).geometry:
        polygons = getattr(shape, "geoms", [shape])
        closed = lambda it: steps(np.asarray(it.coords)[:, :2])
        areas.append([[closed(it.exterior), *map(closed, it.interiors)] for it in polygons])
    return areas


READERS = {"england": england, "denver": denver}
plain.write_areas(sys.argv[3], READERS[sys.argv[1]](sys.argv[2]))
