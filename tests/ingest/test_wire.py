"""What another machine has read arrives as it was, whatever it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.corrections.model import Correction, Fit
from indexer.corrections.paragraph_marks import anchors_of
from indexer.engines import unprepared
from indexer.errors import MissingProgram, UnreadableFile
from indexer.ingest.discovery import FoundFile, Scope, discover
from indexer.ingest.documents import documents_of
from indexer.ingest.manifest import content_hash
from indexer.ingest.understanding import OldDocument, Understanding, Understood
from indexer.ingest.wire import job_from_json, job_to_json, packed, unpacked
from indexer.ingest.worker import Done, Job
from indexer.ingest.workers import Ended
from indexer.model.unread import Unread
from indexer.parsing.rulebook import Rulebook
from indexer.reading.archives import RestUnread
from tests.eval.shared import ROOT
from tests.workbench import letter

WHOLE = Correction("year", "2001", ())


def same_error(one: object, other: object) -> bool:
    return isinstance(one, UnreadableFile) and type(one) is type(other) and str(one) == str(other)


def test_every_sample_arrives_as_it_was(rules: Rulebook) -> None:
    """All that is known of a report goes along: evidence, spans, what was removed and why."""
    understanding = Understanding(rules, unprepared)
    archive = ROOT / "archive"
    seen = 0
    for file in discover([Scope(archive, archive)], 1 << 30).files.values():
        read = []
        for document in documents_of(file, 1 << 30):
            assert isinstance(document.data, bytes)
            outcome = understanding.of_bytes(document.data, document.name)
            read.append(Done(document.key, document.shown, content_hash(document.data), outcome))
            seen += isinstance(outcome, Understood)
        assert unpacked(packed(read)) == read
    assert seen > 30


def test_corrections_arrive_applied_or_not(rules: Rulebook) -> None:
    """Whoever leads has to know of those that belong to another report, too."""
    whole = replace(WHOLE, anchors=anchors_of(letter("白鹭湖").splitlines()))
    like = replace(WHOLE, anchors=(*whole.anchors[:2], "p0"))
    understanding = Understanding(rules, unprepared, (whole, like))
    outcome = understanding.of_bytes(letter("白鹭湖").encode(), "a.txt")
    assert isinstance(outcome, Understood)
    (done,) = unpacked(packed([Done("k", "s", "c", outcome)]))
    assert done.outcome == outcome
    assert outcome.reports[0].corrections == {whole.digest}
    assert outcome.reports[0].fits == {whole.digest: Fit.WHOLE, like.digest: Fit.LIKE}


def test_lone_surrogates_arrive(rules: Rulebook) -> None:
    understood = Understood((), (Unread("image", 2, "第 3 页"),), ("一行\ud83d",))
    assert unpacked(packed([Done("k\udcff", "s\udcff", "c", understood)])) == [Done("k\udcff", "s\udcff", "c", understood)]


@pytest.mark.parametrize("kind", [UnreadableFile, MissingProgram, RestUnread])
def test_what_is_wrong_with_a_document_arrives(kind: type[UnreadableFile]) -> None:
    (one, other) = unpacked(packed([Done("k", "s", kind("甲"), None), Done("k", "s", "c", kind("乙"))]))
    assert same_error(one.content, kind("甲")) and one.outcome is None
    assert other.content == "c" and same_error(other.outcome, kind("乙"))


def test_what_must_be_read_elsewhere_is_not_sent() -> None:
    """A file that ended its reader here is no worse than others for the next machine; an old one is converted by the leader."""
    with pytest.raises(ValueError):
        packed([Done("k", "s", "c", Ended("太大"))])
    assert unpacked(packed([Done("k", "s", "c", OldDocument(b"x"))])) == [Done("k", "s", "c", None)]


def test_a_job_arrives() -> None:
    job = Job(FoundFile(Path("/a/旧\udcff.txt"), Path("/a"), "旧\udcff.txt"), {"/a/旧\udcff.txt": "0" * 32})
    assert job_from_json(job_to_json(job, 5, 7)) == (job, 5, 7)
