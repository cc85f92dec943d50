"""How widely the sentences of a paragraph are used: said beside each, quietly, where somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.drafting.checking.stock import is_stock
from indexer.model.reports import Span, StoredParagraph
from indexer.model.results import PhraseUse
from webui.state.search_state import SearchState


@dataclass(frozen=True, slots=True)
class SentenceUse:
    """A sentence and in how many reports and unit types it stands; ``url`` finds them, empty where there is no other."""

    text: str
    said: str
    explained: str
    is_stock: bool
    url: str


def view_sentence_uses(
    paragraph: StoredParagraph, spans: Sequence[Span], uses: Sequence[PhraseUse]
) -> Iterator[SentenceUse]:
    """The sentences in the order of the text."""
    for (start, end), use in zip(spans, uses, strict=True):
        text = paragraph.text[start:end]
        url = SearchState(phrases=(text.rstrip("。！？；!?;"),), fold=False).url if use.reports > 1 else ""
        yield SentenceUse(text, use_said(use), _explained(use), is_stock(use), url)


def use_said(use: PhraseUse) -> str:
    """这一句见于 23 份报告、6 类单位."""
    if use.reports < 2:
        return "只见于这一份"
    units = f"、{len(use.unit_types)} 类单位" if use.unit_types else ""
    return f"见于 {use.reports} 份报告{units}"


def _explained(use: PhraseUse) -> str:
    """What the numbers count."""
    alike = f"，近似的算一段是 {use.different} 段" if use.different != use.paragraphs else ""
    units = f"；{'、'.join(use.unit_types)}" if use.unit_types else ""
    return f"一共 {use.paragraphs} 段{alike}{units}。新闻不算" if use.paragraphs else "新闻不算"
