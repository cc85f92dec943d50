"""``python -m tests.damage [--faults 3000] [--seed N] [--unverified]``: does damage to an index and asks it.

Ends with code 1 where an answer is wrong or something else than the one line comes of it. ``--unverified``: nobody has compared
the files with their checksums before, as for a single command; then a changed bit may go unseen and make an answer wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from indexer.engines import whoosh
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import default_rulebook
from tests.damage.campaign import Campaign, make_index


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.damage", description="Damages an index and asks it.")
    parser.add_argument("--faults", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=20261127)
    parser.add_argument("--unverified", action="store_true")
    asked = parser.parse_args()
    whoosh._OPEN_PAUSE_SECONDS = 0
    with tempfile.TemporaryDirectory(prefix="damage-") as name:
        home = Path(name)
        tokenizer = Tokenizer(home / "cache")
        make_index(home, tokenizer, default_rulebook())
        tally = Campaign(home, tokenizer, asked.seed, verified=not asked.unverified).run(asked.faults)
    print(f"{tally.faults} faults, seed {asked.seed}:", ", ".join(f"{n} {what}" for what, n in tally.answers.most_common()))
    for line in tally.bad[:40]:
        print(line)
    return 1 if tally.bad else 0


if __name__ == "__main__":
    sys.exit(main())
