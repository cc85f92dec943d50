"""Text that the draft has in common with the archive. Said as 共同文字: whether it was taken, the writer knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.drafting.checking.draft_text import DraftText, Line
from indexer.drafting.checking.findings import COLLECTED, Finding
from indexer.drafting.report_names import whose
from indexer.engines import Engine
from indexer.language.formulations import Formulations
from indexer.language.marks import positions_of
from indexer.language.normalize import query_key
from indexer.language.packaged import packaged_text
from indexer.model.reports import Span, StoredParagraph
from indexer.model.results import SharedPassage, SharedText

#: A report that holds so much of a draft is the draft itself, kept in the archive, where the draft has so much of the report:
#: a single paragraph of another's is taken from there.
_ITSELF, _ITS_PART = 0.9, 0.5

#: So many letters of a passage must be neither a formulation nor a formula.
_OWN = 15

#: Signs that end a sentence: what is shown of either text begins and ends with whole ones.
_ENDS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class SharedLines:
    """The draft's paragraphs with what they share; ``itself`` is the report in the archive that is this draft, if any."""

    lines: tuple[tuple[Line, SharedText], ...]
    itself: StoredParagraph | None = None

    def passages(self) -> Iterator[tuple[Line, SharedPassage]]:
        for line, found in self.lines:
            for passage in found.passages:
                yield line, passage


def shared_lines(draft: DraftText, engine: Engine) -> SharedLines:
    """Asks the engine; a draft that is itself in the archive is compared with all others."""
    lines = draft.paragraphs
    texts = [line.text for line in lines]
    found = engine.shared_passages(texts)
    # A stored draft is made of what was collected: that is its source, not the draft itself.
    itself = None if draft.is_stored else _itself(found, engine)
    if itself is not None:
        found = engine.shared_passages(texts, itself.report_id)
    return SharedLines(tuple(zip(lines, found, strict=True)), itself)


def _itself(found: Sequence[SharedText], engine: Engine) -> StoredParagraph | None:
    covered: Counter[str] = Counter()
    example: dict[str, StoredParagraph] = {}
    for one in found:
        for passage in one.passages[:1]:
            covered[passage.paragraph.report_id] += passage.covered
            example[passage.paragraph.report_id] = passage.paragraph
    length = sum(one.length for one in found)
    report_id, most = next(iter(covered.most_common(1)), ("", 0))
    if not most or most < _ITSELF * length:
        return None
    whole = sum(len(query_key(paragraph.text)) for paragraph in engine.paragraphs_of(report_id))
    return example[report_id] if most >= _ITS_PART * whole else None


def shared_findings(shared: SharedLines, formulations: Formulations) -> Iterator[Finding]:
    """A finding for each paragraph of the archive that a paragraph of the draft has text in common with, beside what
    everybody writes. Of a paragraph that stands as it was collected only that is told."""
    for line, found in shared.lines:
        usual = _usual(line.text, formulations)
        told = [passage for passage in found.passages if _own_characters(line.text, passage, usual) >= _OWN]
        whole = [passage for passage in told if line.unchanged and passage.covered == found.length]
        if whole:
            yield _as_collected(line, found, whole)
            continue
        for at, passage in enumerate(told):
            yield _finding("shared", line, found, passage, 0 if at else found.others)


def _as_collected(line: Line, found: SharedText, whole: Sequence[SharedPassage]) -> Finding:
    """That a paragraph stands as it was collected: by its own source, or by a copy of it that the engine has named instead."""
    source = next((one for one in whole if one.paragraph.id == line.source), whole[0])
    return _finding(COLLECTED, line, found, source, found.others + len(found.passages) - 1)


def _finding(kind: str, line: Line, found: SharedText, passage: SharedPassage, others: int) -> Finding:
    share = passage.covered / found.length
    return Finding(
        kind=kind,
        line=line.number,
        span=(passage.runs[0].here[0], max(run.here[1] for run in passage.runs)),
        why=_why(passage, share, line),
        authority="archive",
        basis=source_name(passage.paragraph),
        weight=0 if kind == COLLECTED else passage.covered,
        paragraph_id=passage.paragraph.id,
        passage=passage,
        share=share,
        others=others,
    )


def _usual(text: str, formulations: Formulations) -> frozenset[int]:
    """Where formulations and formulas stand in a clean text."""
    spans = [span for _, span in formulations.find(text)]
    spans += [span for key in formulas() for span in positions_of(key, text)]
    return frozenset(at for start, end in spans for at in range(start, end))


def _own_characters(text: str, passage: SharedPassage, usual: frozenset[int]) -> int:
    """How many letters of a passage are neither."""
    places = {at for run in passage.runs for at in range(*run.here)}
    return sum(text[at].isalpha() for at in places - usual)


@lru_cache(maxsize=1)
def formulas() -> tuple[str, ...]:
    """The search keys of what everybody writes."""
    text = packaged_text("lexicon/formulas.txt")
    return tuple(query_key(line) for line in text.splitlines() if line and not line.startswith("#"))


def _why(passage: SharedPassage, share: float, line: Line) -> str:
    many = f"，分 {len(passage.runs)} 处" if len(passage.runs) > 1 else ""
    order = [run.there for run in passage.runs]
    many += "，次序不同" if order != sorted(order) else ""
    which = _which(passage, share, line)
    return f"这一段有 {passage.covered} 字（{share:.0%}{many}，最长连续 {passage.longest} 字）与{which}相同"


def _which(passage: SharedPassage, share: float, line: Line) -> str:
    whole = line.unchanged and share == 1
    return "收来的那一段" if whole or passage.paragraph.id == line.source else "资料库里的一段"


def source_name(paragraph: StoredParagraph) -> str:
    """A paragraph's report in a few words: 《标题》（何单位，单位类型，年份）."""
    title = f"《{paragraph.title}》" if paragraph.title else "一份没有标题的报告"
    year = f"{paragraph.year}年" if paragraph.year else ""
    unit, kind = whose(paragraph.title, (), paragraph.files), paragraph.unit_type or ""
    known = [unit, kind if kind not in unit else "", year]
    return title + (f"（{'，'.join(filter(None, known))}）" if any(known) else "")


def beside(line: str, passage: SharedPassage) -> tuple[str, str]:
    """The sentences of the draft and those of the archive that a passage lies in, to be compared."""
    here = [run.here for run in passage.runs]
    there = [run.there for run in passage.runs]
    return _sentences(line, here), _sentences(passage.paragraph.text, there)


def _sentences(text: str, spans: Sequence[Span]) -> str:
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    start = max(text.rfind(sign, 0, start) for sign in _ENDS) + 1
    ends = [at for sign in _ENDS if (at := text.find(sign, max(end - 1, 0))) >= 0]
    return text[start : min(ends) + 1 if ends else len(text)]
