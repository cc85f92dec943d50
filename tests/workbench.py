"""A small archive and its index, for tests that add, change, damage and take away files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from indexer.corrections.model import Correction
from indexer.engines.whoosh import WhooshEngine
from indexer.ingest.changes import IndexReport, Progress, ReadOptions
from indexer.ingest.manifest import Manifest
from indexer.ingest.reader import Limits
from indexer.ingest.update import update
from indexer.language.tokenizer import Tokenizer
from indexer.parsing.rulebook import Rulebook
from indexer.querying.request import build_request
from indexer.querying.tree import SearchRequest
from tests.reading.word_files import docx, paragraph

#: The bytes an encrypted Word document begins with.
OLE2 = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096


def letter(name: str, year: int = 2018, unit: str = "妇联") -> str:
    """The text of a report that says ``name`` in every paragraph."""
    return (
        f"{year}年度抓党建工作述职报告（{unit}）\n\n"
        f"{year}年，在{name}的带领下，我们围绕中心工作，认真履行职责，现将有关情况报告如下。\n\n"
        f"一、主要做法和成效\n\n"
        f"我们坚持每月到{name}走访一次，帮助群众解决了十七件烦心事，又把走访中听到的意见整理成册，一件一件交到有关部门手里，受到大家的一致好评。\n\n"
        f"二、存在的问题\n\n"
        f"对{name}的调查研究还不够深入，有的同志习惯于坐在办公室里听汇报，到现场看得少，同群众坐在一条板凳上说话的时候更少，办法也就不够管用。\n\n"
        f"三、下一步打算\n\n"
        f"明年我们将把{name}的工作做得更细更实，让每一位群众都感到温暖。\n"
    )


def compilation(*names: str) -> str:
    """A file of up to four reports, one for each name."""
    units = ("妇联", "公安局", "人民法院", "总工会")
    return "\n\n".join(letter(name, unit=unit) for name, unit in zip(names, units, strict=False))


def as_docx(text: str) -> bytes:
    """The same text as a Word document."""
    return docx("".join(paragraph(line) for line in text.splitlines() if line.strip()))


class Workbench:
    """Archive folders below ``home`` and one index; ``engine`` may be closed and opened again."""

    def __init__(self, home: Path, tokenizer: Tokenizer, rules: Rulebook) -> None:
        self.home = home
        self.root = home / "报告"
        self.root.mkdir()
        self.tokenizer = tokenizer
        self.rules = rules
        self.engine = WhooshEngine(home / "index", tokenizer)

    def write(self, name: str, content: str | bytes, root: Path | None = None) -> Path:
        """Writes a file of the archive; its folders are made."""
        path = (root or self.root) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    def run(
        self,
        roots: Sequence[Path] | None = None,
        *,
        only: Sequence[Path] = (),
        prune: bool = False,
        rules: Rulebook | None = None,
        tokens: str = "tokens-1",
        max_bytes: int = 1024 * 1024,
        corrections: Sequence[Correction] = (),
        soffice: Path | None = None,
        previous: Manifest | None = None,
        publish_after: int = 5_000_000,
        limits: Limits | None = None,
        first_seconds: float = 1e9,
        progress: Progress | None = None,
    ) -> IndexReport:
        """One update of the index, whose generations do not depend on how long anything takes."""
        how = ReadOptions(rules or self.rules, lambda: corrections, max_bytes, soffice, publish_after)
        return update(
            self.engine,
            [self.root] if roots is None else roots,
            replace(how, limits=limits or Limits(), first_seconds=first_seconds),
            tokens,
            only=only,
            prune=prune,
            progress=progress,
            previous=previous,
        )

    def reopen(self) -> None:
        """As the next process would see it."""
        self.engine.close()
        self.engine = WhooshEngine(self.home / "index", self.tokenizer)

    def total(self, phrase: str) -> int:
        """How many paragraphs hold ``phrase``."""
        return self.engine.search(build_request(phrases=[phrase])).total

    def reports(self) -> dict[str, tuple[str, ...]]:
        """Every report's id and the files it is in."""
        page = self.engine.search(SearchRequest(size=100))
        assert page.total <= 100
        return {hit.paragraph.report_id: hit.paragraph.files for hit in page.hits}

    def paragraphs(self) -> list[tuple[str, str]]:
        """Id and text of everything that is found."""
        page = self.engine.search(SearchRequest(size=100))
        return sorted((hit.paragraph.id, hit.paragraph.text) for hit in page.hits)

    def generation(self) -> int:
        return self.engine.stats().generation

    def index_files(self) -> list[str]:
        return sorted(os.listdir(self.engine.folder))
