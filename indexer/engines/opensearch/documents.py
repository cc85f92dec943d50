"""Paragraphs and reports as documents, and back."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from indexer.engines import Source
from indexer.engines.facets import file_values, stored_report_values, values_of
from indexer.engines.headings import bare, is_vocabulary
from indexer.engines.near_duplicates import Fingerprints, fingerprint, masked_key
from indexer.engines.near_duplicates.fingerprints import BANDS, PERMUTATIONS
from indexer.engines.opensearch import encoding
from indexer.engines.opensearch.heading_places import LONGEST_HEADING
from indexer.engines.opensearch.schema import length_field
from indexer.engines.ranking import FRAGMENT, prior
from indexer.engines.records import (
    file_key,
    numbers_of,
    paragraph_id,
    report_from_json,
    report_to_json,
    search_text,
    spans_of,
    stored_paragraph,
    stored_report,
    with_source,
)
from indexer.language.normalize import search_key
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Report, StoredParagraph, StoredReport
from indexer.model.unread import unread_from_lists, unread_to_lists
from indexer.querying.facet_kinds import Values
from indexer.querying.matching import FIELD_BREAK, SearchFields

Dsl = dict[str, Any]

_FIELDS = (
    "report_id", "ordinal", "text", "sections", "headings_above", "heading_path", "run_in", "title", "year", "unit_type",
    "files", "points", "placeholders", "genre", "plan_year", "section_confidence", "number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph with what its document needs besides: its report's whole title block, what tells its near-duplicates,
    the name of its cluster (empty where it is alone), and what is said of the sets that its headings stand in, see
    ``heading_places``."""

    paragraph: StoredParagraph
    title_block: str
    print: Print
    cluster: str = ""
    divided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Print:
    """A paragraph's fingerprint. ``hash`` is 0 for one that is like no other; ``signature`` is empty where only equal
    ones are near."""

    hash: int
    signature: bytes = b""

    @property
    def bands(self) -> list[str]:
        """The terms that near paragraphs may share."""
        if not self.signature:
            return []
        values = np.frombuffer(self.signature, dtype="<u8")
        mixed = (values * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32)).astype("<u4")
        return [chr(ord("A") + at) + b64encode(mixed[at].tobytes())[:6].decode() for at in range(BANDS)]

    def as_fingerprints(self) -> tuple[int, int, Any]:
        """Content hash, masked hash and signature."""
        if self.signature:
            return 0, self.hash, np.frombuffer(self.signature, dtype="<u2")
        return self.hash, 0, np.zeros(PERMUTATIONS, dtype="<u2")


def prints_of(keys: Sequence[str]) -> list[Print]:
    """The fingerprints of paragraphs by their search keys."""
    found = fingerprint(keys)
    return [
        Print(masked or content, signature.astype("<u2").tobytes() if masked else b"")
        for content, masked, signature in zip(found.content.tolist(), found.masked.tolist(), found.signatures, strict=True)
    ]


def fingerprints_of(prints: Sequence[Print]) -> Fingerprints:
    """Several fingerprints as arrays."""
    rows = [one.as_fingerprints() for one in prints]
    return Fingerprints(
        np.array([row[0] for row in rows], dtype=np.uint64),
        np.array([row[1] for row in rows], dtype=np.uint64),
        np.array([row[2] for row in rows], dtype=np.uint16).reshape(len(rows), PERMUTATIONS),
    )


# --- paragraphs ------------------------------------------------------------------------------


def paragraphs_of(report_id: str, report: Report, source: Source | None) -> list[StoredParagraph]:
    """The paragraphs of a report as they are stored."""
    stored = with_source(stored_report(report_id, report), source)
    return [
        stored_paragraph(stored, paragraph, number)
        for paragraph, number in zip(report.paragraphs, numbers_of(report.paragraphs), strict=True)
    ]


def texts_of(paragraph: StoredParagraph) -> tuple[str, ...]:
    """The headings above a paragraph and its own text, which comes last."""
    return *paragraph.headings_above, paragraph.text


def key_of(paragraph: StoredParagraph) -> str:
    """Everything that a paragraph is matched on."""
    return FIELD_BREAK.join(map(search_key, texts_of(paragraph)))


def search_fields(paragraph: StoredParagraph, title_block: str) -> SearchFields:
    """A paragraph as questions see it."""
    return SearchFields(
        key=key_of(paragraph),
        text=search_text(paragraph),
        title=search_key(title_block),
        headings=tuple(map(search_key, paragraph.heading_path)),
        files=tuple(map(file_key, paragraph.files)),
        facets=values_of(paragraph),
    )


def bare_headings(paragraph: StoredParagraph) -> list[str]:
    """The headings a paragraph is under, each once, without numbers and closing signs."""
    return list(dict.fromkeys(filter(None, map(bare, paragraph.heading_path))))


def ranked_words(paragraph: StoredParagraph, tokenizer: Tokenizer) -> dict[str, list[str]]:
    """The words of a paragraph that ranking counts, by field."""
    return {
        "words": tokenizer.words(paragraph.text),
        "heading_words": [word for heading in paragraph.heading_path for word in tokenizer.words(heading)],
        "title_words": tokenizer.words(paragraph.title or ""),
    }


def prior_of(paragraph: StoredParagraph) -> float:
    """The document prior of a paragraph."""
    return prior(len(paragraph.text), len(paragraph.placeholders))


def paragraph_document(entry: Entry, number: int, tokenizer: Tokenizer) -> Dsl:
    """The document of a paragraph, whose report has this number."""
    paragraph, print_ = entry.paragraph, entry.print
    fields = search_fields(paragraph, entry.title_block)
    words = ranked_words(paragraph, tokenizer)
    own = {word for word in words["words"] if is_vocabulary(word) and len(word) < encoding.LONGEST_TERM}
    document: Dsl = {
        "key": b64encode(encoding.storable(fields.key).encode()).decode(),
        "chars": encoding.characters(fields.key),
        "strict": encoding.characters(fields.text),
        "title_chars": encoding.characters(fields.title),
        "heading_chars": encoding.characters(FIELD_BREAK.join(fields.headings)),
        "masked": encoding.characters(masked_key(fields.key)),
        "file_chars": encoding.characters(FIELD_BREAK.join(fields.files)),
        **{name: encoding.words(some) for name, some in words.items()},
        **{length_field(name): len(some) for name, some in words.items()},
        "prior": prior_of(paragraph),
        "characters": len(paragraph.text),
        "report": encoding.storable(paragraph.report_id),
        "report_number": number,
        "ordinal": paragraph.ordinal,
        "fragment": len(paragraph.text) < FRAGMENT,
        "year": paragraph.year,
        "facets": _keywords(fields.facets),
        "lexis": sorted(map(encoding.storable, own)),
        "bare": [encoding.storable(text) for text in bare_headings(paragraph) if len(text) < LONGEST_HEADING],
        "body": {
            "p": _as_json(paragraph),
            **({"h": f"{print_.hash:x}"} if print_.hash else {}),
            **({"s": b64encode(print_.signature).decode()} if print_.signature else {}),
            **({"d": list(entry.divided)} if entry.divided else {}),
        },
        "divided": list(entry.divided),
    }
    if print_.hash:
        document.update(hash=f"{print_.hash:x}", bands=print_.bands)
    if entry.cluster:
        document["cluster"] = entry.cluster
    return document


def _keywords(facets: Mapping[str, Values]) -> dict[str, list[str]]:
    return {name: [encoding.storable(value) for value in values] for name, values in facets.items()}


def _as_json(paragraph: StoredParagraph) -> str:
    return _dumped([getattr(paragraph, name) for name in _FIELDS])


def _dumped(value: Any) -> str:
    """One line of JSON that UTF-8 can hold."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def paragraph_from(body: Mapping[str, str]) -> StoredParagraph:
    """The paragraph in the body of a document."""
    values = dict(zip(_FIELDS, json.loads(body["p"]), strict=True))
    for name in ("sections", "headings_above", "heading_path", "files"):
        values[name] = tuple(values[name])
    for name in ("points", "placeholders"):
        values[name] = spans_of(values[name])
    values["run_in"] = tuple(values["run_in"]) if values["run_in"] else None
    return StoredParagraph(id=paragraph_id(values["report_id"], values["ordinal"]), **values)


def texts_from(body: Mapping[str, str]) -> tuple[str, ...]:
    """``texts_of`` the paragraph in the body of a document, without making it."""
    values = json.loads(body["p"])
    return *values[_FIELDS.index("headings_above")], values[_FIELDS.index("text")]


def path_from(body: Mapping[str, str]) -> tuple[str, str, list[str]]:
    """Of the paragraph in the body of a document its report's id, its own, and the headings that it is under."""
    values = dict(zip(_FIELDS, json.loads(body["p"]), strict=True))
    report_id = values["report_id"]
    return report_id, paragraph_id(report_id, values["ordinal"]), values["heading_path"]


def divided_from(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What the body of a document says of the sets that the paragraph's headings stand in."""
    return tuple(body.get("d", ()))


def print_from(body: Mapping[str, str]) -> Print:
    """The fingerprint in the body of a document."""
    return Print(int(body.get("h", "0"), 16), b64decode(body.get("s", "")))


# --- reports ---------------------------------------------------------------------------------


def report_document(report: StoredReport, number: int) -> Dsl:
    """The document of a report in the catalogue, where it has this number: its title is searched as a paragraph is."""
    block = title_of_stored(report)
    key = search_key(block)
    values = {**stored_report_values(report), **file_values(report.files)}
    source = [list(report.files), report.stale_reason, unread_to_lists(report.unread)]
    return {
        "kind": "report",
        "report": encoding.storable(report.id),
        "report_number": number,
        "ordinal": -1,
        "titled": bool(report.title),
        "chars": encoding.characters(key),
        "strict": encoding.characters(block),
        "title_chars": encoding.characters(key),
        "year": report.year,
        "facets": _keywords(values),
        "body": {"r": _surrogates_kept(report_to_json(report)), "f": _dumped(source)},
    }


def _surrogates_kept(line: str) -> str:
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(json.loads(line))
    return line


def report_from(body: Mapping[str, str]) -> StoredReport:
    """The report in the body of a document."""
    source = source_from(body)
    return with_source(report_from_json(body["r"]), source)


def source_from(body: Mapping[str, str]) -> Source:
    """Where the report in the body of a document comes from."""
    files, stale_reason, unread = json.loads(body["f"])
    return Source(tuple(files), stale_reason, unread_from_lists(unread))


def title_of_stored(report: StoredReport) -> str:
    """What a report's title is searched on, see ``records.title_of``."""
    return "\n".join(dict.fromkeys(filter(None, (report.title, *report.title_lines))))


def new_report(report_id: str, report: Report, source: Source | None) -> StoredReport:
    """A report that is about to be stored."""
    return with_source(stored_report(report_id, report), source)


def title_fields(report: StoredReport) -> SearchFields:
    """A title in the place of a paragraph, as questions see it."""
    block = title_of_stored(report)
    key = search_key(block)
    return SearchFields(key, block, title=key, facets=stored_report_values(report))


def with_files(paragraph: StoredParagraph, files: tuple[str, ...]) -> StoredParagraph:
    """The same paragraph in other files."""
    return replace(paragraph, files=files)

