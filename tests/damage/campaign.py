"""Does damage to the files of an index, asks every kind of question, and says what came of each: the right answer, the one
line that names the index and what to do, a wrong answer, or anything else."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from indexer.engines import Source
from indexer.engines.whoosh import WhooshEngine
from indexer.errors import IndexUnavailable
from indexer.ingest.changes import ReadOptions
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import Rulebook
from indexer.querying.filters import NO_FILTERS
from indexer.querying.heading_request import build_heading_request
from indexer.querying.request import build_request
from tests.engines.corpus import report
from tests.workbench import compilation, letter

PLACES = ("白鹭湖", "青石巷", "红枫岭", "黄花渡", "长堤街", "石斛镇", "砚溪村", "向阳里")

#: How a file may be harmed, and how often each is tried.
KINDS: Mapping[str, int] = {"flip": 12, "zero": 2, "overwrite": 2, "cut": 3, "remove": 1}

#: When: before the index is opened, while a server has it open, or before a commit takes part of it over.
MOMENTS = ("before", "after", "commit")

#: What is searched for: words, phrases, gaps, distances, alternatives, exclusions, fields, everything, nothing.
TYPED = (
    *("", "走访", "群众 意见", '"走访一次"', "一", "走访…意见", "走访~9意见", "走访 OR 群众", "书记 -群众"),
    *("没有的词语", "标题:述职"),
)

Ask = Callable[[WhooshEngine], Any]


@dataclass
class Tally:
    """How often something came of a question, by what; ``bad`` describes wrong answers and other ends."""

    faults: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)


def make_index(home: Path, tokenizer: Tokenizer, rules: Rulebook) -> None:
    """Two segments, some of whose documents are deleted; near-duplicates, headings, years, compilations."""
    archive = home / "报告"
    archive.mkdir()
    engine = WhooshEngine(home / "index", tokenizer)
    for number, place in enumerate(PLACES * 3):
        (archive / f"{number}.txt").write_text(letter(place, 2010 + number), encoding="utf-8")
    (archive / "合集.txt").write_text(compilation("红星", "长安"), encoding="utf-8")
    for _ in range(2):
        update(engine, [archive], ReadOptions(rules), tokenizer.fingerprint)
        (archive / "3.txt").unlink(missing_ok=True)
        (archive / "5.txt").write_text(letter("新桥", 2021), encoding="utf-8")
    with engine.writer() as writer:
        writer.add("f" * 16, report("一段新的话，讲的是走访群众。", "第二段，讲的是意见办理。"))
        writer.commit(engine.manifest(), {"f" * 16: Source(("新.txt",))})
    engine.close()


def questions(engine: WhooshEngine) -> dict[str, Ask]:
    """Every kind of question, by its name."""
    identity = sorted(head.id for head in engine.reports())[0]
    first = engine.paragraphs_of(identity)[0]
    asked: dict[str, Ask] = {f"search {text}": partial(_search, text) for text in TYPED}
    asked["search in order"] = lambda e: e.search(build_request("走访", filters={"year": ["2015"]}, sort="newest"))
    asked["search unfolded"] = lambda e: e.search(build_request("走访", fold=False, size=100))
    asked["concordance"] = lambda e: e.concordance(build_request("走访 意见"), "right", 20)
    asked["count"] = lambda e: e.count(build_request("走访", filters={"year": ["2015"]}))
    asked["trend"] = lambda e: e.trend(build_request("走访"))
    asked["headings"] = lambda e: e.headings(build_heading_request("做法", NO_FILTERS))
    asked["report"] = lambda e: e.report(identity)
    asked["reports"] = lambda e: e.reports()
    asked["paragraphs"] = lambda e: e.paragraphs_of(identity)
    asked["paragraph"] = lambda e: e.paragraph(first.id)
    asked["near-duplicates"] = lambda e: e.near_duplicates(f"{identity}-1")
    asked["similar"] = lambda e: e.similar(first.text, NO_FILTERS, 9)
    asked["shared"] = lambda e: e.shared_passages([first.text])
    asked["phrase uses"] = lambda e: e.phrase_uses(["走访", "意见办理"])
    asked["vocabulary"] = lambda e: e.vocabulary()
    asked["stats"] = lambda e: e.stats()
    asked["manifest"] = lambda e: {**e.manifest()}
    return asked


def _search(text: str, engine: WhooshEngine) -> Any:
    return engine.search(build_request(text, size=30))


class Campaign:
    """Faults in an index in ``home``, made by ``make_index``. ``verified``: the files are compared with their checksums
    first, as ``bigan check`` and a server do."""

    def __init__(self, home: Path, tokenizer: Tokenizer, seed: int, verified: bool) -> None:
        self._home = home
        self._tokenizer = tokenizer
        self._verified = verified
        self._chance = random.Random(seed)
        self.tally = Tally()
        engine = self._open()
        self._questions = questions(engine)
        self._right = {name: repr(_timeless(ask(engine))) for name, ask in self._questions.items()}
        engine.close()
        self._sound = {path: path.read_bytes() for path in engine.folder.iterdir() if path.is_file()}
        self._harmed = sorted(path for path in self._sound if path.suffix in (".arrays", ".pairs", ".json", ".toc"))

    def _open(self) -> WhooshEngine:
        return WhooshEngine(self._home / "index", self._tokenizer)

    def run(self, faults: int) -> Tally:
        """Does so many faults, one after the other."""
        for number in range(faults):
            moment = self._chance.choice(MOMENTS)
            kind = self._chance.choices(list(KINDS), list(KINDS.values()))[0]
            path = self._chance.choice(self._harmed)
            self.tally.faults += 1
            with self._mended_afterwards():
                self._try(f"{number}: {kind} {path.suffix} {moment}", moment, partial(self._harm, path, kind))
        return self.tally

    def _harm(self, path: Path, kind: str) -> None:
        """Changes a file in place: what is mapped of it changes with it."""
        data = bytearray(self._sound[path])
        at = self._chance.randrange(len(data))
        size = min(self._chance.randrange(1, 600), len(data) - at)
        if kind == "remove":
            path.unlink()
            return
        with path.open("r+b") as file:
            if kind == "cut":
                file.truncate(at)
                return
            changed = {
                "flip": bytes([data[at] ^ 1 << self._chance.randrange(8)]),
                "zero": bytes(size),
                "overwrite": self._chance.randbytes(size),
            }
            file.seek(at)
            file.write(changed[kind])

    def _try(self, what: str, moment: str, harm: Callable[[], None]) -> None:
        engine = None
        try:
            if moment == "before":
                harm()
                engine = self._open()
            else:
                engine = self._open()
                engine.stats()
                harm()
            if self._verified:
                engine.verify()
            if moment == "commit":
                self._commit(engine)
        except IndexUnavailable as error:
            self._told(what, error)
        except Exception as error:
            self._bad(what, "failed", repr(error))
        else:
            names = self._chance.sample(list(self._questions), 8)
            for name in names if moment != "commit" else ():
                self._ask(what, name, engine)
        finally:
            if engine is not None:
                engine.close()

    def _commit(self, engine: WhooshEngine) -> None:
        """Takes over everything there is; what comes of it must still be right."""
        with engine.writer() as writer:
            writer.add("e" * 16, report("又一段新的话。"))
            writer.commit(engine.manifest(), dict(engine.snapshot().catalogue.sources), compact=True)
        self.tally.answers["committed"] += 1

    def _ask(self, what: str, name: str, engine: WhooshEngine) -> None:
        try:
            answer = repr(_timeless(self._questions[name](engine)))
        except IndexUnavailable as error:
            self._told(f"{what} {name}", error)
        except Exception as error:
            self._bad(f"{what} {name}", "failed", repr(error))
        else:
            if answer == self._right[name]:
                self.tally.answers["right"] += 1
            else:
                self._bad(f"{what} {name}", "wrong", "")

    def _told(self, what: str, error: IndexUnavailable) -> None:
        line = str(error)
        if len(line.splitlines()) == 1 and "bigan index" in line and str(self._home / "index") in line:
            self.tally.answers["told"] += 1
        else:
            self._bad(what, "told badly", line)

    def _bad(self, what: str, how: str, why: str) -> None:
        self.tally.answers[how] += 1
        self.tally.bad.append(f"{what}: {how} {why}"[:300])

    @contextmanager
    def _mended_afterwards(self) -> Iterator[None]:
        try:
            yield
        finally:
            for path in (self._home / "index").rglob("*"):
                if path.is_file() and path not in self._sound and path.parent == self._harmed[0].parent:
                    path.unlink()
            for path, data in self._sound.items():
                if not path.exists() or path.read_bytes() != data:
                    path.unlink(missing_ok=True)
                    path.write_bytes(data)


def _timeless(answer: Any) -> Any:
    """An answer without how long it took."""
    return replace(answer, took_ms=0.0) if is_dataclass(answer) and hasattr(answer, "took_ms") else answer  # type: ignore[type-var]
