"""The URL of the list of reports as an immutable object: what it is narrowed to, its order, the page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from indexer.drafting.outlines import MOST_REPORTS
from webui.state.addresses import query_string
from webui.state.parameters import scrub

TABS = {"reports": "报告", "unread": "读不了的", "folders": "文件夹"}
SORTS = {
    "newest": "年份 新→旧",
    "oldest": "年份 旧→新",
    "title": "标题",
    "unit": "单位类型",
    "long": "字数 多→少",
    "short": "字数 少→多",
}
DEFAULT_SORT = "newest"

#: What can be wrong with a report or worth a look, with the words for it.
FLAGS = {
    "no_year": "年份未知",
    "no_unit": "单位未知",
    "no_title": "无标题",
    "placeholders": "有待填",
    "unread": "没读全",
    "stale": "暂用旧内容",
    "twice": "有相同文件",
}
_SELECTIONS = ("unit", "year", "genre", "folder", "flag")


@dataclass(frozen=True, slots=True)
class LibraryState:
    """``q`` stands in the title or a file's path; the selections have one value each, ``unknown`` for what is not known;
    ``compare`` are the reports chosen already for their outlines to be compared, to which further ones are added here."""

    q: str = ""
    unit: str = ""
    year: str = ""
    genre: str = ""
    folder: str = ""
    flag: str = ""
    sort: str = DEFAULT_SORT
    page: int = 1
    tab: str = "reports"
    compare: tuple[str, ...] = ()

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> LibraryState:
        """The state a URL describes; what it cannot mean is left out."""
        compare = dict.fromkeys(filter(None, (scrub(value).strip() for value in args.getlist("compare"))))
        given = {name: scrub(args.get(name, "")).strip()[:200] for name in ("q", *_SELECTIONS, "sort", "tab", "page")}
        return cls(
            q=given["q"],
            unit=given["unit"],
            year=given["year"],
            genre=given["genre"],
            folder=given["folder"],
            flag=given["flag"] if given["flag"] in FLAGS else "",
            sort=given["sort"] if given["sort"] in SORTS else DEFAULT_SORT,
            page=_number(given["page"]),
            tab=given["tab"] if given["tab"] in TABS else "reports",
            compare=tuple(compare)[:MOST_REPORTS],
        )

    @property
    def selections(self) -> dict[str, str]:
        """What is selected, by name."""
        return {name: value for name in _SELECTIONS if (value := getattr(self, name))}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.selections)

    def to_pairs(self) -> list[tuple[str, str]]:
        """The parameters of the URL; defaults are left out."""
        pairs = [("tab", self.tab)] if self.tab != "reports" else []
        pairs += [("q", self.q)] if self.q else []
        pairs += list(self.selections.items())
        pairs += [("sort", self.sort)] if self.sort != DEFAULT_SORT else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return pairs + [("compare", report) for report in self.compare]

    @property
    def url(self) -> str:
        """The address of the list in this state."""
        pairs = self.to_pairs()
        return "/library" + query_string(pairs)

    def with_page(self, page: int) -> LibraryState:
        """Another page of the same list."""
        return replace(self, page=page)

    def with_sort(self, sort: str) -> LibraryState:
        """The same list in another order."""
        return replace(self, sort=sort, page=1)

    def with_tab(self, tab: str) -> LibraryState:
        """Another tab, with nothing selected."""
        return LibraryState(tab=tab, compare=self.compare)

    def with_compare(self, *reports: str) -> LibraryState:
        """The same list with these reports chosen for their outlines to be compared."""
        return replace(self, compare=tuple(dict.fromkeys(reports))[:MOST_REPORTS])


def _number(text: str) -> int:
    """A page's number; the first for anything else."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1
