"""Row 2: the yardstick pack over a million respondents, beside OpenFisca on one thread and polars on two."""

from benchmarks.environments import Environment
from benchmarks.paths import OPENFISCA, PEERS, SCRATCH
from benchmarks.report import Detail, Line, Report, memory_gb
from benchmarks.rounds import Measured, Worker, in_turns
from benchmarks.yardstick.columns import write_columns
from benchmarks.yardstick.pack import make_pack

ROUNDS = 9
RESPONDENTS = 1_000_000
FEWER = 200_000
ENOUGH_MEMORY_GB = 7
NAMES = {
    "own-1": "CIP, float32, 1 thread",
    "own-2": "CIP, float32, 2 threads",
    "own-64": "CIP, float64, 1 thread",
    "openfisca": "OpenFisca, float32, 1 thread",
    "polars": "polars lazy, float32, 2 threads",
}
_PACKAGES = {"openfisca": "openfisca-core", "polars": "polars"}


def report() -> Report:
    """CIP and both peers on the same columns."""
    memory = memory_gb()
    count = RESPONDENTS if memory is None or memory >= ENOUGH_MEMORY_GB else FEWER
    columns = SCRATCH / "columns.npy"
    write_columns(make_pack(), count, columns)
    workers = {
        "own-1": Worker(("columns", str(columns), "1", "float32")),
        "own-2": Worker(("columns", str(columns), "2", "float32")),
        "own-64": Worker(("columns", str(columns), "1", "float64")),
    }
    peers, fisca = Environment(PEERS), Environment(OPENFISCA)
    versions = {**peers.provide(("numpy", "polars")), **fisca.provide(("openfisca-core",))}
    if versions["polars"] and versions["numpy"]:
        workers["polars"] = Worker(("polars", str(columns)), peers.python, {"POLARS_MAX_THREADS": "2"})
    if versions["openfisca-core"]:
        workers["openfisca"] = Worker(("openfisca", str(columns)), fisca.python)
    try:
        found = in_turns(workers, ROUNDS)
    finally:
        columns.unlink(missing_ok=True)
    return Report(tuple(_lines(found, count)), (_detail(found, versions, count),))


def _lines(found: dict[str, Measured | str], count: int) -> list[Line]:
    one, two = found["own-1"], found["own-2"]
    if isinstance(one, str) or isinstance(two, str):
        return [Line(2, f"{count:,} respondents", "failed", "", False)]
    slower, beside = _ratio(one, found, "openfisca"), _ratio(two, found, "polars")
    return [
        Line(
            2,
            f"{count:,} respondents, 1 thread, processor time beside OpenFisca",
            slower if isinstance(slower, str) else f"{slower[0]:.2f}x ({one.processor * count:.2f} s)",
            "at most 1x",
            None if isinstance(slower, str) else slower[0] <= 1,
        ),
        Line(
            2,
            f"{count:,} respondents, 2 threads, beside polars",
            beside
            if isinstance(beside, str)
            else f"{beside[1]:.2f}x by the clock ({two.wall * count:.2f} s), {beside[0]:.2f}x processor",
            "at most 1.5x",
            None if isinstance(beside, str) else beside[1] <= 1.5,
        ),
    ]


def _ratio(own: Measured, found: dict[str, Measured | str], peer: str) -> tuple[float, float] | str:
    """How many times the peer's processor time and clock time we took, or why it is not known."""
    other = found.get(peer, f"{_PACKAGES[peer]} not installed")
    return other if isinstance(other, str) else (own.processor / other.processor, own.wall / other.wall)


def _detail(found: dict[str, Measured | str], versions: dict[str, str | None], count: int) -> Detail:
    rows = []
    for key, name in NAMES.items():
        measured = found.get(key, "not installed")
        version = versions.get(_PACKAGES.get(key, "")) or ""
        if isinstance(measured, str):
            rows.append((name, measured, "", ""))
        else:
            seconds = (f"{measured.wall * count:.2f}", f"{measured.processor * count:.2f}")
            rows.append((f"{name} {version}".strip(), *seconds, str(measured.mismatches)))
    return Detail(
        f"{count:,} respondents at once",
        "All 199 results. Least times over interleaved rounds: by the clock, and of the processor over all threads.",
        ("engine", "clock, s", "processor, s", "mismatches"),
        tuple(rows),
    )
