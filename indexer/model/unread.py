"""What a reader leaves unread in a file, and the one line that says so.

Every reader counts with a ``Tally`` what it cannot read. The result is part of the ``SourceText``, is
kept in the manifest for each file, and is shown by commands, pages and API.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Each kind in the order it is named, with the words shown for it; ``{}`` is the count.
UNREAD_KINDS: Mapping[str, str] = {
    "scan": "扫描页 {} 页",
    "order": "排列不清的文字 {} 字",
    "unmapped": "无法识别的字符 {}",
    "hidden": "隐藏文字 {} 字",
    "comment": "批注 {}",
    "header": "页眉页脚 {}",
    "note": "脚注 {}",
    "embedded": "嵌入文档 {}",
    "linked": "链接的文档 {}",
    "image": "图片 {}",
    "chart": "图表 {}",
    "diagram": "图示 {}",
    "drawn": "图形中的文字 {} 字",
    "formula": "公式 {}",
    "media": "音视频 {}",
    "frame": "内嵌网页 {}",
    "form": "表单域 {}",
    "prompt": "填写提示 {} 字",
    "deleted": "修订中删除 {} 字",
    "reading": "注音 {} 字",
    "fallback": "备用内容 {} 字",
    "part": "其他部件 {} 字",
}


#: The kinds that are text of the report for certain: whoever keeps the archive has to know the file.
LOST_TEXT = frozenset(("scan", "order", "unmapped", "embedded", "linked"))


@dataclass(frozen=True, slots=True)
class Unread:
    """What of one kind (a key of ``UNREAD_KINDS``) is left unread: how many pieces or characters,
    as the kind says. ``detail`` says in Chinese which, where that helps: 第 3 页."""

    kind: str
    count: int
    detail: str = ""

    @property
    def label(self) -> str:
        """The words shown: 批注 3, 扫描页 2 页（第 3、4 页）."""
        text = UNREAD_KINDS[self.kind].format(self.count)
        return f"{text}（{self.detail}）" if self.detail else text


class Tally:
    """Counts what is left unread while a file is read. Details of one kind are joined with 、, each once."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._details: dict[str, dict[str, None]] = {}

    def add(self, kind: str, count: int = 1, detail: str = "") -> None:
        """Counts ``count`` more of a kind; nothing for a count of 0."""
        if count <= 0:
            return
        self._counts[kind] = self._counts.get(kind, 0) + count
        if detail:
            self._details.setdefault(kind, {})[detail] = None

    def add_text(self, kind: str, text: str) -> None:
        """Counts the characters of a text that is left unread, white space apart."""
        self.add(kind, len("".join(text.split())))

    def extend(self, unread: Iterable[Unread]) -> None:
        """Counts all that another text left unread."""
        for one in unread:
            self.add(one.kind, one.count, one.detail)

    def result(self) -> tuple[Unread, ...]:
        """All that was counted, one entry a kind, in the order of ``UNREAD_KINDS``."""
        return tuple(
            Unread(kind, self._counts[kind], "、".join(self._details.get(kind, ())))
            for kind in UNREAD_KINDS
            if kind in self._counts
        )


def unread_to_lists(unread: Iterable[Unread]) -> list[list[Any]]:
    """Plain data to be kept as JSON."""
    return [[one.kind, one.count, one.detail] for one in unread]


def unread_from_lists(lists: Iterable[Sequence[Any]]) -> tuple[Unread, ...]:
    """The inverse of ``unread_to_lists``; a kind of a newer version is passed over."""
    return tuple(Unread(*one) for one in lists if one[0] in UNREAD_KINDS)


def total_unread(files: Iterable[Sequence[Unread]]) -> tuple[Unread, ...]:
    """What several files leave unread together, without details."""
    tally = Tally()
    for unread in files:
        tally.extend(Unread(one.kind, one.count) for one in unread)
    return tally.result()


def unread_line(unread: Sequence[Unread]) -> str:
    """The one line that says what is left unread: 未读：批注 3、图片 2. Empty where nothing is."""
    return "未读：" + "、".join(one.label for one in unread) if unread else ""
