"""PyVRP on one instance for so many seconds of processor time: PATH SECONDS SEED."""

import gzip
import math
import pathlib
import sys
import tempfile
import time

from pyvrp import Model, read, solve


class ProcessorTime:
    """Stops when the process has used up its seconds."""

    def __init__(self, seconds: float) -> None:
        self.end = time.process_time() + seconds

    def __call__(self, _best: float) -> bool:
        return time.process_time() >= self.end


def text_of(path: pathlib.Path) -> str:
    """The text of a file, packed or not."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt").read()
    return path.read_text()


def solomon(text: str):
    """A problem in Solomon's format, distances truncated to one decimal."""

    def units(value: float) -> int:
        return int(value * 10)

    words = (line.split() for line in text.splitlines())
    rows = []
    for line in words:
        try:
            rows.append([float(word) for word in line])
        except ValueError:
            continue
    fleet = next(row for row in rows if len(row) == 2)
    nodes = [row for row in rows if len(row) == 7]
    model = Model()
    depot = model.add_depot(model.add_location(nodes[0][1], nodes[0][2]))
    model.add_vehicle_type(
        int(fleet[0]),
        capacity=int(fleet[1]),
        start_depot=depot,
        end_depot=depot,
        tw_early=units(nodes[0][4]),
        tw_late=units(nodes[0][5]),
    )
    for node in nodes[1:]:
        model.add_client(
            model.add_location(node[1], node[2]),
            delivery=int(node[3]),
            service_duration=units(node[6]),
            tw_early=units(node[4]),
            tw_late=units(node[5]),
        )
    for a in model.locations:
        for b in model.locations:
            way = units(math.hypot(a.x - b.x, a.y - b.y))
            model.add_edge(a, b, distance=way, duration=way)
    return model.data()


def main() -> None:
    """Solves and tells the cost."""
    path, seconds, seed = pathlib.Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    text = text_of(path)
    if "_SECTION" in text:
        kind = next((line for line in text.splitlines() if line.startswith("TYPE")), "")
        rounding = "exact" if "MD" in kind else "dimacs" if "TW" in kind else "round"
        with tempfile.NamedTemporaryFile("w", suffix=".vrp") as file:
            file.write(text)
            file.flush()
            data = read(file.name, round_func=rounding)
    else:
        data = solomon(text)
    result = solve(data, stop=ProcessorTime(seconds), seed=seed, display=False)
    print(path.name.split(".")[0], "pyvrp", seed, result.cost(), result.is_feasible(), sep="\t")


if __name__ == "__main__":
    main()
