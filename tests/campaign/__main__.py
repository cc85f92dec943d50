"""``python -m tests.campaign mutate``: damages report files by the thousand and says what came of it.

Ends with code 1 where anything failed, naming for each failure the command that repeats it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from indexer.reading import find_soffice
from tests.campaign.judging import Outcome, judge_of, load_samples
from tests.campaign.mutations import make
from tests.campaign.office import judge_converted
from tests.campaign.running import Bounds, run

SEED = 20261121
_SLOWEST = 10
_VERDICTS = ("read", "refused", "failed")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a campaign; the exit code."""
    options = _options(arguments)
    print(f"seed {options.seed}, samples {load_samples().digest}")
    with tempfile.TemporaryDirectory(prefix="bigan-campaign-") as place:
        outcomes = list(_outcomes(options, Path(place)))
    for line in [*table(outcomes), *slowest(outcomes), *failures(outcomes, options.seed)]:
        print(line)
    return 1 if any(outcome.verdict == "failed" for outcome in outcomes) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description="Looks for faults.")
    mutate = parser.add_subparsers(required=True).add_parser("mutate", help="damaged report files")
    mutate.add_argument("--count", type=int, default=10_000, help="how many inputs (default: %(default)s)")
    mutate.add_argument("--seed", type=int, default=SEED, help="what chance begins with (default: %(default)s)")
    mutate.add_argument("--minutes", type=float, default=60.0, help="begin nothing new after so many")
    mutate.add_argument("--seconds", type=float, default=5.0, help="of the processor, for one input")
    mutate.add_argument("--only", type=int, metavar="INDEX", help="this input alone, with what was done to it")
    mutate.add_argument("--save", type=Path, metavar="FILE", help="with --only: write the input there")
    mutate.add_argument("--office", type=int, default=40, help="old documents for LibreOffice besides")
    return parser.parse_args(arguments)


def _outcomes(options: argparse.Namespace, place: Path) -> Iterator[Outcome]:
    samples = load_samples()
    bounds = Bounds(options.seconds)
    if options.only is not None:
        made = make(options.seed, options.only, samples)
        print(f"{made.index}: {made.name}, {made.format}, {len(made.data)} bytes; {', '.join(made.steps) or 'as it was'}")
        if options.save:
            options.save.write_bytes(made.data)
    indices = range(options.count) if options.only is None else [options.only]
    until = time.monotonic() + options.minutes * 60
    todo = (index for index in indices if time.monotonic() < until)
    workers = 2 if len(indices) > 1 else 1
    for number, outcome in enumerate(run(partial(judge_of, options.seed), todo, place, bounds, workers), start=1):
        if number % 500 == 0:
            print(f"{number} inputs", file=sys.stderr, flush=True)
        if outcome.format == "?":
            made = make(options.seed, outcome.index, samples)
            outcome = replace(outcome, format=made.format, steps=made.steps)
        yield outcome
    soffice = find_soffice()
    if soffice and options.only is None and options.office and time.monotonic() < until:
        yield from judge_converted(options.seed, options.office, samples, soffice, place)


def table(outcomes: Sequence[Outcome]) -> list[str]:
    """How many of each format were read, refused and failed."""
    counts = Counter((outcome.format, outcome.verdict) for outcome in outcomes)
    lines = [f"{'format':16}" + "".join(f"{verdict:>9}" for verdict in _VERDICTS)]
    for name in [*sorted({outcome.format for outcome in outcomes}), "all"]:
        each = [sum(n for (f, v), n in counts.items() if v == verdict and name in (f, "all")) for verdict in _VERDICTS]
        lines.append(f"{name:16}" + "".join(f"{number:9}" for number in each))
    return lines


def slowest(outcomes: Sequence[Outcome]) -> list[str]:
    """What took longest, and the most memory that was held."""
    ordered = sorted(outcomes, key=lambda outcome: -outcome.seconds)[:_SLOWEST]
    lines = [f"slowest: {o.seconds:6.2f} s  {o.index:6} {o.format:12} {', '.join(o.steps)}" for o in ordered]
    peak = max((outcome.peak_mb for outcome in outcomes), default=0.0)
    first = min((o.index for o in outcomes if o.peak_mb == peak), default=0)
    return [*lines, f"peak memory: {peak:.0f} MB, first seen after {first}"]


def failures(outcomes: Sequence[Outcome], seed: int) -> list[str]:
    """Each failure, and the command that repeats it."""
    lines: list[str] = []
    for outcome in sorted((o for o in outcomes if o.verdict == "failed"), key=lambda outcome: outcome.index):
        lines.append(f"FAILED {outcome.format}: {', '.join(outcome.steps)}\n{outcome.detail.rstrip()}")
        if not outcome.format.startswith("office"):
            lines.append(f"  again: python -m tests.campaign mutate --seed {seed} --only {outcome.index}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
