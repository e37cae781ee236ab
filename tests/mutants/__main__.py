"""`make mutants`: would a test notice if a line of a verb were wrong?

A mutant is the code with one small change: a refusal left out, `<` for `<=`, half a condition. It
is killed when a test fails, or when the tests take five times as long; one that survives shows
what no test asks. A sample is drawn (`--sample`, `--seed`; the same one as long as the statements
stay the same, wherever they move), and for each mutant only those tests are run that run its
line, cheapest first, on a copy of the tree and of a migrated database. What stands outside of
functions runs on import, so all tests of the folder are asked.

    make mutants
    make mutants MUTANTS_ARGS="--sample 30 --seed 2 --only 'regulations/*' --jobs 1"

The changes come from cosmic-ray's operators and ours (operators.py); mutmut was tried and leaves
out every function with a decorator, which is every verb. A mutant that does the same as the code
gets an entry in `EQUIVALENT` (drawing.py), with the reason. Not for CI: two cores need most of
an hour for a hundred.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import queue
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path
from typing import TypeVar

from tests.mutants.drawing import Mutant, sample
from tests.mutants.workshop import ROOT, Bench, Lines, Trial, benches

# what is changed -> the folders of tests that must notice
WHERE: list[tuple[str, tuple[str, ...]]] = [
    ("musrenbang/domain/**/*.py", ("tests/musrenbang",)),
    ("regulations/domain/**/*.py", ("tests/regulations",)),
    (
        "egov/verbs/{verb,idempotency,limit,permission,refusal}.py",
        ("tests/verbs", "tests/accounts"),
    ),
    (
        "egov/accounts/{appointing,registering,residents,codes,contacts,forgetting}.py",
        ("tests/accounts",),
    ),
]
SEED = 8
# what the map of lines depends on
TOPS = ("egov", "infrastructure", "musrenbang", "news", "regulations", "tests")
CACHE = ROOT / ".local" / "mutants"
T = TypeVar("T")
R = TypeVar("R")


def files_of(pattern: str) -> Iterator[str]:
    """`a/{b,c}.py` and `**`, relative to the root."""
    head, brace, rest = pattern.partition("{")
    names, _, tail = rest.partition("}")
    for name in names.split(",") if brace else [""]:
        for path in sorted(ROOT.glob(head + name + tail)):
            if path.name != "__init__.py":
                yield str(path.relative_to(ROOT))


def folders_by_file(only: str) -> dict[str, tuple[str, ...]]:
    folders: dict[str, tuple[str, ...]] = {}
    for pattern, rooms in WHERE:
        there = tuple(room for room in rooms if (ROOT / room).is_dir())
        files = list(files_of(pattern)) if there else []
        if not files:
            print(f"  nothing here: {pattern} with {', '.join(rooms)}")
        folders |= {path: there for path in files if fnmatch(path, only)}
    return folders


def spread(benches: list[Bench], works: list[T], do: Callable[[Bench, T], R]) -> Iterator[R]:
    """Each work on the next free bench; results in the order of the works."""
    free: queue.Queue[Bench] = queue.Queue()
    for bench in benches:
        free.put(bench)

    def on_free_bench(work: T) -> R:
        bench = free.get()
        try:
            return do(bench, work)
        finally:
            free.put(bench)

    with ThreadPoolExecutor(len(benches)) as pool:
        yield from pool.map(on_free_bench, works)


def line_map(benches: list[Bench], folders: list[str]) -> Lines:
    """Kept in .local/ as long as no file of Python changes: it takes as long as the tests."""
    digest = hashlib.sha256()
    for path in sorted(p for top in TOPS for p in (ROOT / top).rglob("*.py")):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    lines: Lines = {}
    missing = []
    for folder in folders:
        path = CACHE / f"{folder.replace('/', '-')}-{digest.hexdigest()[:16]}.json"
        if path.exists():
            lines |= json.loads(path.read_text())
        else:
            missing.append((folder, path))
    CACHE.mkdir(parents=True, exist_ok=True)
    drawn = spread(benches, missing, lambda bench, work: bench.draw_map([work[0]]))
    for (folder, path), part in zip(missing, drawn, strict=True):
        print(f"  {folder}: which lines {len(part)} tests run", flush=True)
        for older in CACHE.glob(f"{folder.replace('/', '-')}-*.json"):
            older.unlink()
        path.write_text(json.dumps(part))
        lines |= part
    for test in [name for name, entry in lines.items() if not entry["passed"]]:
        print(f"  fails without any change, not used: {test}")
        del lines[test]
    return lines


def tests_for(mutant: Mutant, folders: tuple[str, ...], lines: Lines) -> list[str]:
    """Those that run its line, in the order in which they are likely to notice it soon.

    First the file named like the module, then one of each parametrised test, then the cheaper.
    """
    stem = Path(mutant.path).stem
    seen: Counter[str] = Counter()

    def order(name: str) -> tuple[bool, bool, int, float]:
        function = name.split("[")[0]
        seen[function] += 1
        touches = mutant.path in lines[name]["lines"]
        return not touches, stem not in name, seen[function], lines[name]["seconds"]

    names = [name for name in lines if name.startswith(tuple(f"{f}/" for f in folders))]
    if not mutant.always:
        span = set(mutant.lines)
        names = [name for name in names if span & set(lines[name]["lines"].get(mutant.path, ()))]
    return sorted(sorted(names, key=lambda name: lines[name]["seconds"]), key=order)


def report(trials: list[tuple[Mutant, Trial]]) -> None:
    fates = Counter(trial.fate for _, trial in trials)
    killed = fates["killed"] + fates["timeout"]
    print(f"\n{killed} of {len(trials)} killed ({100 * killed / max(1, len(trials)):.0f} %)")
    print("  " + ", ".join(f"{count} {fate}" for fate, count in fates.most_common()))
    for mutant, trial in trials:
        if trial.fate in ("survived", "unreached"):
            print(f"\n{mutant.path}:{mutant.line}  {trial.fate} ({trial.tests} tests)")
            print(f"    {mutant.change}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--sample", type=int, default=100, help="how many mutants")
    parser.add_argument("--seed", type=int, default=SEED, help="another sample")
    parser.add_argument("--only", default="*", help="files like this pattern")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at a time")
    parser.add_argument("--list", action="store_true", help="draw the sample, try nothing")
    options = parser.parse_args()
    folders = folders_by_file(options.only)
    mutants = sample(ROOT, list(folders), options.sample, options.seed)
    print(f"{len(mutants)} mutants in {len(folders)} files, seed {options.seed}", flush=True)
    if options.list:
        for mutant in mutants:
            print(f"{mutant.path}:{mutant.line}  {mutant.change}")
        return

    with benches(options.jobs) as free:
        rooms = sorted({room for mutant in mutants for room in folders[mutant.path]})
        lines = line_map(free, rooms)

        def try_out(bench: Bench, mutant: Mutant) -> Trial:
            tests = tests_for(mutant, folders[mutant.path], lines)
            return bench.try_out(mutant, tests, sum(lines[test]["seconds"] for test in tests))

        trials = []
        for mutant, trial in zip(mutants, spread(free, mutants, try_out), strict=True):
            trials.append((mutant, trial))
            print(
                f"  {len(trials):3} {trial.fate:9} {trial.seconds:5.0f} s {trial.tests:4} tests"
                f"  {mutant.path}:{mutant.line}",
                flush=True,
            )
    report(trials)


if __name__ == "__main__":
    main()
