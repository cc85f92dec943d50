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

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import ARCHIVE
from bench.parsed import reports_in
from indexer.drafting.checking import CheckedDraft, Finding, check_draft, draft_of_text, formulations_of
from indexer.engines import Engine, Source
from indexer.engines.whoosh import WhooshEngine
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


# --- judging --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """A checked draft: which of its passages were found, and what was said of the host's own text."""

    draft: PlantedDraft
    found: tuple[bool, ...]
    alarms: tuple[Finding, ...]
    checked: CheckedDraft


def judge(draft: PlantedDraft, checked: CheckedDraft) -> Judged:
    """By rules 4 and 5."""
    lines = [line.text for line in checked.lines]
    # The parser may join or cut lines: places are those of the whole text, white space aside.
    starts = _starts(lines)
    own = _starts(draft.lines)
    places = [(own[p.line] + _bare(draft.lines[p.line][: p.start]), p) for p in draft.planted]
    spans = [(at, at + _bare(p.passage.text), p) for at, p in places]
    findings = [
        (starts[f.line - 1] + _bare(lines[f.line - 1][: f.span[0]]),
         starts[f.line - 1] + _bare(lines[f.line - 1][: f.span[1]]), f)
        for f in checked.findings if f.line
    ]  # fmt: skip
    found = []
    for start, end, planted in spans:
        shared = [f for f in findings if f[2].kind == "shared" and f[2].paragraph_id == planted.passage.source]
        found.append(any(2 * (min(end, last) - max(start, first)) >= end - start for first, last, _ in shared))
    alarms = [f for first, last, f in findings if not any(first < end and start < last for start, end, _ in spans)]
    whole = [f for f in checked.findings if not f.line]
    return Judged(draft, tuple(found), (*alarms, *whole), checked)


def _starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + _bare(line))
    return starts


def _bare(text: str) -> int:
    return len("".join(text.split()))


def index_of_samples(folder: Path, tokenizer: Tokenizer) -> Engine:
    """An index of the samples."""
    engine = WhooshEngine(folder, tokenizer)
    reports = {report_id(report): report for report in reports_in([ARCHIVE])}
    with engine.writer() as writer:
        for name, report in reports.items():
            writer.add(name, report)
        writer.commit({}, {name: Source((f"{name}.txt",)) for name in reports})
    return engine


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.planted", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("-v", "--verbose", action="store_true", help="what was missed, and every false alarm")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tokenizer = Tokenizer(Path(folder) / "cache")
        drafts = planted_drafts(given.seed, tokenizer)
        engine, formulations = index_of_samples(Path(folder) / "index", tokenizer), formulations_of(())
        judged = [judge(d, check_draft(draft_of_text("\n".join(d.lines)), engine, formulations)) for d in drafts]
        engine.close()
    for line in report_lines(judged, given.verbose):
        print(line)


def report_lines(judged: Sequence[Judged], verbose: bool) -> Iterator[str]:
    """The figures; with ``verbose`` what was missed, and every false alarm."""
    for kind in KINDS:
        outcomes = [ok for one in judged for ok, p in zip(one.found, one.draft.planted, strict=True) if p.passage.kind == kind]
        yield f"{kind}: {sum(outcomes)} of {len(outcomes)} found ({sum(outcomes) / len(outcomes):.0%})"
    alarms = Counter(finding.kind for one in judged for finding in one.alarms)
    hosts = sum(sum(map(len, one.draft.lines)) - sum(len(p.passage.text) for p in one.draft.planted) for one in judged)
    pages = sum(sum(map(len, one.draft.lines)) for one in judged) / ON_A_PAGE
    yield f"false alarms: {alarms.total()} on {pages:.1f} pages ({alarms.total() / pages:.2f} a page), {dict(alarms)}"
    yield f"the hosts' own text alone: {hosts / ON_A_PAGE:.1f} pages ({alarms.total() / (hosts / ON_A_PAGE):.2f} a page)"
    for one in judged if verbose else ():
        yield f"--- {one.draft.lines[0]}"
        for ok, p in zip(one.found, one.draft.planted, strict=True):
            if not ok:
                yield f"missed ({p.passage.kind}): {p.passage.text}"
        for finding in one.alarms:
            text = one.checked.lines[finding.line - 1].text if finding.line else ""
            yield f"alarm ({finding.kind}): {finding.why} | {text[slice(*finding.span)][:80]}"


if __name__ == "__main__":
    main()
