"""What became of a draft in Word, as the documented JSON and as lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from indexer.drafting.export.comparison import CHANGES, ComparedSentence, Comparison, Sentence
from indexer.language.text_diff import DiffSpan

#: What is struck out and what is put in, with and without colours.
_PLAIN = {"only_here": ("[-", "-]"), "only_there": ("[+", "+]"), "same": ("", "")}
_COLOURED = {"only_here": ("\x1b[31;9m", "\x1b[0m"), "only_there": ("\x1b[32;4m", "\x1b[0m"), "same": ("", "")}


def comparison_to_dict(found: Comparison) -> dict[str, Any]:
    """The sentences in the document's order; those of the draft that are gone stand where they were."""
    return {"counts": dict(found.counts), "sentences": [_sentence_to_dict(each) for each in found.sentences]}


def _sentence_to_dict(each: ComparedSentence) -> dict[str, Any]:
    return {
        "change": each.change,
        "before": each.before.text if each.before else None,
        "after": each.after.text if each.after else None,
        "block": (each.before.block_id or None) if each.before else None,
        "paragraph": each.after.paragraph + 1 if each.after else None,
        "spans": [{"kind": span.kind, "text": span.text} for span in each.spans],
    }


def comparison_lines(found: Comparison, colour: bool) -> Iterable[str]:
    """How many of each kind, then every sentence that is not the same."""
    yield summary(found)
    signs = _COLOURED if colour else _PLAIN
    for each in found.sentences:
        if each.change != "same":
            yield f"{CHANGES[each.change]}{_place(each.after)}：{''.join(_shown(_spans(each), signs))}"


def summary(found: Comparison) -> str:
    """``比对 12 句：相同 9，改动 2，移动 0，新增 1，删去 1``."""
    counts = "，".join(f"{label} {found.counts[change]}" for change, label in CHANGES.items())
    alike = not any(count for change, count in found.counts.items() if change != "same")
    return f"比对 {len(found.sentences)} 句：{counts}" + ("；与稿件一致" if alike else "")


def _place(sentence: Sentence | None) -> str:
    return f"（文件第 {sentence.paragraph + 1} 段）" if sentence else ""


def _spans(each: ComparedSentence) -> Sequence[DiffSpan]:
    if each.spans:
        return each.spans
    if each.before is None:
        return [DiffSpan("only_there", each.after.text if each.after else "")]
    return [DiffSpan("only_here" if each.after is None else "same", each.before.text)]


def _shown(spans: Iterable[DiffSpan], signs: dict[str, tuple[str, str]]) -> Iterable[str]:
    for span in spans:
        before, after = signs[span.kind]
        yield f"{before}{span.text}{after}"
