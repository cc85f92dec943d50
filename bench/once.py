"""``python -m bench.once PEER FOLDER FILE``: opens a peer's index, asks the questions of a file, prints the memory held.

It imports as little as it can, so that what is measured is the peer."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.memory import memory_of
from bench.peers import NotUnderstood, Question, make


def main(arguments: Sequence[str]) -> None:
    name, place, file = arguments
    peer = make(name, Path(place))
    peer.open()
    questions: list[dict[str, Any]] = json.loads(Path(file).read_text(encoding="utf-8"))
    for values in questions:
        question = Question(**{name: _frozen(value) for name, value in values.items()})
        try:
            peer.ask(question)
        except NotUnderstood:
            continue
    memory = memory_of()
    print(json.dumps(asdict(memory) if memory else None))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


if __name__ == "__main__":
    main(sys.argv[1:])
