"""``python -m tests.eval [-v] [FOLDER ANNOTATIONS.json]``: the parser's scores on annotated files."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.eval.gate import (
    SAMPLE_ANNOTATIONS,
    SAMPLE_FOLDER,
    Scores,
    evaluate,
    evaluate_short_documents,
    report_lines,
)


def main() -> None:
    """Prints the scores; with ``-v`` every miss before them."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description="Scores the parser.")
    parser.add_argument("folder", nargs="?", type=Path, help="annotated files (default: the project's own)")
    parser.add_argument("annotations", nargs="?", type=Path, help="their annotations")
    parser.add_argument("-v", "--verbose", action="store_true", help="list every miss")
    arguments = parser.parse_args()
    if arguments.folder is None:
        _print("samples", evaluate(SAMPLE_FOLDER, SAMPLE_ANNOTATIONS), arguments.verbose)
        _print("short documents", evaluate_short_documents(), arguments.verbose)
    else:
        annotations = arguments.annotations or arguments.folder.with_suffix(".json")
        _print(str(arguments.folder), evaluate(arguments.folder, annotations), arguments.verbose)


def _print(name: str, scores: Scores, verbose: bool) -> None:
    print(f"== {name}")
    for line in [*(scores.misses if verbose else ()), *report_lines(scores)]:
        print(line)


if __name__ == "__main__":
    main()
