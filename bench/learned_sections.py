"""``python -m bench.learned_sections HELD_OUT…``: would a small learned model tell sections better than the rules?

Trains a softmax over hashed character n-grams on every annotated set but those named (samples and short documents), and
judges it on them beside the rules: paragraphs with exactly the right section, all of them and those that the rules are unsure of.
What the model sees of a paragraph is its text, the headings above it, its place in the text and the genre that the rules
found; it gives one section to each. Nothing of it is shipped.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.model.reports import SECTIONS, Paragraph, Report
from indexer.parsing import parse
from tests.eval.gate import HERE, SAMPLE_ANNOTATIONS, SAMPLE_FOLDER, SETS, document_of, text_of

_BITS = 17
_EPOCHS, _RATE, _DECAY = 12, 0.5, 1e-6
_LONGEST = 160
_KINDS = tuple(SECTIONS)
_GROUPS = {"ordinary": "ordinary", "neighbour": "neighbouring", "neighbouring": "neighbouring"}


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated paragraph: what the model sees of it, the sections that a reader gave it and those of the rules."""

    features: NDArray[np.int64]
    wanted: tuple[str, ...]
    ruled: tuple[str, ...]
    is_sure: bool
    group: str


def examples_of(folder: Path, annotations: Path) -> Iterator[Example]:
    """The annotated paragraphs of a set that the parser finds."""
    for entry in json.loads(annotations.read_text(encoding="utf-8")):
        reports = parse(text_of(document_of(folder, entry["file"])))
        group = next((_GROUPS[p] for p in entry.get("patterns", ()) if p in _GROUPS), "ordinary")
        for label, report in zip(entry["reports"], reports, strict=False):
            yield from _examples(label, report, group)


def _examples(label: Mapping[str, Any], report: Report, group: str) -> Iterator[Example]:
    left = list(report.paragraphs)
    for wanted in label["paragraphs"]:
        begin = "".join(wanted["starts"].split())
        found = next((p for p in left if "".join(p.text.split()).startswith(begin)), None)
        if found is None:
            continue
        left.remove(found)
        seen = features(found, len(report.paragraphs), report.genre or "")
        yield Example(seen, tuple(wanted["sections"]), found.sections, found.section_confidence == "high", group)


def features(paragraph: Paragraph, count: int, genre: str) -> NDArray[np.int64]:
    """The hashed features of a paragraph: n-grams of its text and headings, place and genre."""
    path = "/".join(paragraph.heading_path)
    named = [f"g:{genre}", f"at:{genre}:{8 * paragraph.ordinal // count}", f"end:{min(count - paragraph.ordinal, 4)}"]
    named += [f"begin:{min(paragraph.ordinal, 4)}", f"headed:{genre}:{bool(path)}", f"head:{paragraph.text[:2]}"]
    named += [f"t:{gram}" for gram in _grams(paragraph.text[:_LONGEST])]
    named += [f"h:{gram}" for gram in _grams(path)]
    return np.unique(np.array([zlib.crc32(name.encode()) % (1 << _BITS) for name in named], dtype=np.int64))


def _grams(text: str) -> Iterator[str]:
    for size in (1, 2, 3):
        yield from (text[at : at + size] for at in range(len(text) - size + 1))


def trained(examples: Sequence[Example]) -> NDArray[np.float64]:
    """The weights of a softmax, by Adagrad in a fixed order of draws."""
    weights = np.zeros((1 << _BITS, len(_KINDS)))
    squares = np.full_like(weights, 1e-2)
    order = np.random.default_rng(0)
    for _ in range(_EPOCHS):
        for at in order.permutation(len(examples)):
            example = examples[at]
            size = np.sqrt(len(example.features))
            gradient = _chances(weights, example) / size
            gradient[_KINDS.index(example.wanted[0])] -= 1 / size
            rows = example.features
            step = gradient + _DECAY * weights[rows]
            squares[rows] += step**2
            weights[rows] -= _RATE * step / np.sqrt(squares[rows])
    return weights


def _chances(weights: NDArray[np.float64], example: Example) -> NDArray[np.float64]:
    scores = weights[example.features].sum(axis=0) / np.sqrt(len(example.features))
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def report_lines(weights: NDArray[np.float64], examples: Sequence[Example]) -> Iterator[str]:
    """How often rules, model and the rules with the model where they are unsure are right, by group."""
    for group in ("ordinary", "neighbouring"):
        own = [example for example in examples if example.group == group]
        told = [(_KINDS[int(_chances(weights, example).argmax())],) for example in own]
        rules = sum(e.ruled == e.wanted for e in own)
        model = sum(t == e.wanted for t, e in zip(told, own, strict=True))
        both = sum((e.ruled if e.is_sure else t) == e.wanted for t, e in zip(told, own, strict=True))
        unsure = [(e, t) for t, e in zip(told, own, strict=True) if not e.is_sure]
        low = (sum(e.ruled == e.wanted for e, _ in unsure), sum(t == e.wanted for e, t in unsure))
        yield (
            f"{group:13} {len(own):4} paragraphs: rules {rules}, model {model}, rules with model where unsure {both}; "
            f"unsure {len(unsure)}: rules {low[0]}, model {low[1]}"
        )


def main() -> None:
    """Prints both figures for the sets that were held out."""
    parser = argparse.ArgumentParser(prog="python -m bench.learned_sections", description="A learned model beside the rules.")
    parser.add_argument("held_out", nargs="+", choices=SETS, help="sets to judge on; all others are learnt from")
    held_out = parser.parse_args().held_out
    learnt = list(examples_of(SAMPLE_FOLDER, SAMPLE_ANNOTATIONS))
    for name in SETS:
        learnt += examples_of(HERE / name, HERE / f"{name}.json") if name not in held_out else ()
    judged = [e for name in held_out for e in examples_of(HERE / name, HERE / f"{name}.json")]
    print(f"learnt from {len(learnt)} paragraphs, judged on {len(judged)} of {', '.join(held_out)}")
    for line in report_lines(trained(learnt), judged):
        print(line)


if __name__ == "__main__":
    main()
