"""Does the draft check find what was taken from the archive? ``python -m bench.planted [--seed 20261127] [-v]``.

The rule, written before the first run and not changed after it:

1. Hosts: the reports of the documents of ``tests/eval/ordinary`` and ``tests/eval/further``, which their writers wrote without
   the samples in view, that have a title and a year, no placeholder and at least 600 characters; shuffled by the seed, the
   first 20. A draft is its title, its stand-alone headings and its paragraphs, a line each.
2. Passages: paragraphs of the samples with at least 60 characters, shuffled by the seed, each used once at most. Of one,
   sentences (ending with 。！？；) are taken from a drawn sentence on until they have 60 characters together, at most 200. 50 for
   each kind, the kinds taking turns; a paragraph that does not have what the next kind wants is passed over for it:
   * ``verbatim``: as it stands.
   * ``figures``: at least two figures; each becomes another of as many digits.
   * ``words``: each word (Bigan's tokenizer) of two or more Chinese characters is replaced with a probability of one fifth by a
     word of as many characters drawn from the samples; at least two are.
   * ``sentences``: at least three sentences, in a drawn order other than their own.
3. Planting: ten passages a draft; by turns as a paragraph of its own behind a drawn paragraph of the host, and at the end of a
   drawn one.
4. Found: a finding of shared text that covers at least half of the planted characters and names the passage's paragraph among
   its sources.
5. False alarms: all other findings, of whatever kind, whose place has no character of a planted passage; whole-draft ones
   too. A page has 616 characters (22 lines of 28, GB/T 9704). Stock phrases are told on the page's margin and are no alarm.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import ARCHIVE
from bench.parsed import reports_in
from indexer.ingest.manifest import report_id
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Report

SEED = 20261127
KINDS = ("verbatim", "figures", "words", "sentences")
DRAFTS, EACH, ON_A_PAGE = 20, 50, 616

_EVAL = Path(__file__).resolve().parents[1] / "tests" / "eval"
_HOSTS = ("ordinary", "further")
_SHORTEST_HOST, _SHORTEST, _LONGEST = 600, 60, 200
_SENTENCE = re.compile("[^。！？；]+[。！？；]")
_FIGURE = re.compile(r"\d+")
_WORD = re.compile("[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Passage:
    """What was taken from a paragraph, and how it was changed."""

    kind: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Planted:
    """A passage in a draft: its line (from 0) and where it begins there."""

    passage: Passage
    line: int
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.passage.text)


@dataclass(frozen=True, slots=True)
class PlantedDraft:
    """The lines of a draft, and what was planted."""

    lines: tuple[str, ...]
    planted: tuple[Planted, ...]


def planted_drafts(seed: int, tokenizer: Tokenizer) -> list[PlantedDraft]:
    """The drafts by the rule above."""
    chance = random.Random(seed)
    hosts = [r for r in reports_in([_EVAL / name for name in _HOSTS]) if _may_be_host(r)]
    chance.shuffle(hosts)
    passages = _passages(chance, tokenizer)
    share = len(passages) // DRAFTS
    return [
        _plant(chance, host, passages[at * share : (at + 1) * share]) for at, host in enumerate(hosts[:DRAFTS])
    ]


def _may_be_host(report: Report) -> bool:
    texts = [p.text for p in report.paragraphs]
    masked = any(p.placeholders for p in report.paragraphs)
    return bool(report.title and report.year and not masked and sum(map(len, texts)) >= _SHORTEST_HOST)


def _lines(report: Report) -> list[tuple[str, bool]]:
    """The lines of a draft, each with whether it is a paragraph."""
    lines = [(report.title or "", False)]
    waiting = list(report.headings)
    for paragraph in report.paragraphs:
        while waiting and waiting[0].before <= paragraph.ordinal:
            lines.append((waiting.pop(0).text, False))
        lines.append((paragraph.text.replace("\n", ""), True))
    return lines + [(heading.text, False) for heading in waiting]


def _plant(chance: random.Random, host: Report, passages: Sequence[Passage]) -> PlantedDraft:
    lines = _lines(host)
    paragraphs = [at for at, (_, is_paragraph) in enumerate(lines) if is_paragraph]
    behind: dict[int, list[Passage]] = {}
    within: dict[int, list[Passage]] = {}
    for turn, passage in enumerate(passages):
        (within if turn % 2 else behind).setdefault(chance.choice(paragraphs), []).append(passage)
    made: list[str] = []
    planted: list[Planted] = []
    for at, (text, _) in enumerate(lines):
        for passage in within.get(at, ()):
            planted.append(Planted(passage, len(made), len(text)))
            text += passage.text
        made.append(text)
        for passage in behind.get(at, ()):
            planted.append(Planted(passage, len(made), 0))
            made.append(passage.text)
    return PlantedDraft(tuple(made), tuple(planted))


# --- passages -------------------------------------------------------------------------------------


def _passages(chance: random.Random, tokenizer: Tokenizer) -> list[Passage]:
    """The passages, the kinds taking turns."""
    known = {report_id(report): report for report in reports_in([ARCHIVE])}
    paragraphs = [(f"{name}-{p.ordinal}", p.text) for name, report in known.items() for p in report.paragraphs]
    vocabulary = _vocabulary([text for _, text in paragraphs], tokenizer)
    chance.shuffle(paragraphs)
    change: dict[str, Callable[[list[str]], str | None]] = {
        "verbatim": "".join,
        "figures": lambda sentences: _other_figures(chance, "".join(sentences)),
        "words": lambda sentences: _other_words(chance, "".join(sentences), tokenizer, vocabulary),
        "sentences": lambda sentences: _other_order(chance, sentences),
    }
    found: list[Passage] = []
    while len(found) < EACH * len(KINDS):
        kind = KINDS[len(found) % len(KINDS)]
        for at, (source, text) in enumerate(paragraphs):
            sentences = _taken(chance, text)
            changed = change[kind](sentences) if sentences else None
            if changed is not None:
                found.append(Passage(kind, source, changed))
                del paragraphs[at]
                break
        else:
            raise RuntimeError(f"no paragraph is left for {kind}")
    return found


def _taken(chance: random.Random, text: str) -> list[str]:
    """Sentences of a paragraph; none where it is too short."""
    sentences = _SENTENCE.findall(text.replace("\n", ""))
    if not sentences or len(text) < _SHORTEST:
        return []
    first = chance.randrange(len(sentences))
    taken: list[str] = []
    for sentence in sentences[first:]:
        taken.append(sentence)
        if sum(map(len, taken)) >= _SHORTEST and len(taken) >= chance.choice((1, 3)):
            break
    return taken if _SHORTEST <= sum(map(len, taken)) <= _LONGEST else []


def _other_figures(chance: random.Random, text: str) -> str | None:
    if len(_FIGURE.findall(text)) < 2:
        return None

    def other(figure: re.Match[str]) -> str:
        digits = len(figure[0])
        while True:
            drawn = str(chance.randrange(10 ** (digits - 1) if digits > 1 else 1, 10**digits))
            if drawn != figure[0]:
                return drawn

    return _FIGURE.sub(other, text)


def _other_words(
    chance: random.Random, text: str, tokenizer: Tokenizer, vocabulary: dict[int, list[str]]
) -> str | None:
    places = list(_words_in(text, tokenizer))
    drawn = [place for place in places if chance.random() < 0.2]
    if len(drawn) < 2:
        if len(places) < 2:
            return None
        drawn = sorted(chance.sample(places, 2))
    for start, end in reversed(drawn):
        text = text[:start] + chance.choice(vocabulary[end - start]) + text[end:]
    return text


def _words_in(text: str, tokenizer: Tokenizer) -> Iterator[tuple[int, int]]:
    at = 0
    for word in tokenizer.words(text):
        found = text.find(word, at)
        if found >= 0 and _WORD.fullmatch(word):
            yield found, found + len(word)
        at = max(at, found + len(word))


def _vocabulary(texts: Sequence[str], tokenizer: Tokenizer) -> dict[int, list[str]]:
    words = sorted({text[start:end] for text in texts for start, end in _words_in(text, tokenizer)})
    return {size: [word for word in words if len(word) == size] for size in set(map(len, words))}


def _other_order(chance: random.Random, sentences: list[str]) -> str | None:
    if len(sentences) < 3:
        return None
    order = list(sentences)
    while order == sentences:
        chance.shuffle(order)
        if len(set(sentences)) == 1:
            return None
    return "".join(order)
