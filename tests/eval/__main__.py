"""``python -m tests.eval [-v] [FOLDER ANNOTATIONS.json]``: the parser's scores on annotated files."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.eval.gate import SAMPLE_ANNOTATIONS, SAMPLE_FOLDER, evaluate, report_lines


def main() -> None:
    """Prints the scores; with ``-v`` every miss before them."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description="Scores the parser.")
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLE_FOLDER)
    parser.add_argument("annotations", nargs="?", type=Path, default=SAMPLE_ANNOTATIONS)
    parser.add_argument("-v", "--verbose", action="store_true", help="list every miss")
    arguments = parser.parse_args()
    scores = evaluate(arguments.folder, arguments.annotations)
    for line in [*(scores.misses if arguments.verbose else ()), *report_lines(scores)]:
        print(line)


if __name__ == "__main__":
    main()
