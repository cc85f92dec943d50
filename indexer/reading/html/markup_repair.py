"""Closes what a page leaves open, so that the text after it is read and does not vanish.

A browser's parser ends a drawing where a paragraph begins; what hides its content (a script,
<noscript>, a comment) and is never closed would hide the rest of the report with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

#: Their content is no markup: they end at their own end tag only.
_RAW = frozenset(("script", "style", "title", "textarea", "iframe", "noframes", "xmp"))
#: There are no tags in these; with paragraphs inside, their end tag is another's.
_PLAIN = frozenset(("style", "title"))
#: Drawings and readings above characters, which are over where other content begins.
_DRAWINGS = frozenset(("svg", "math"))
_READINGS = frozenset(("rt", "rp", "rtc"))
#: What is not shown, or only where a program is missing. Those that may stand in each other nest.
_NESTING = frozenset(("object", "template", "del", "svg", "math"))
_FLAT = frozenset(("noscript", "canvas", "audio", "video", "datalist", "xml"))
_BLOCKS = frozenset(
    (
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th", "ul", "ol", "li", "dl", "dt", "dd"),
        *("section", "article", "blockquote", "center", "pre", "br", "hr", "body"),
    )
)
_INLINES = frozenset(("b", "big", "code", "em", "i", "img", "s", "small", "span", "strike", "strong", "sub", "sup", "u"))
_NAMES = "|".join(sorted(_RAW | _READINGS | _NESTING | _FLAT | _BLOCKS | _INLINES, key=len, reverse=True))
_MARK = re.compile(rf"<(?:(?P<comment>!--)|(?P<end>/?)(?P<name>{_NAMES})(?=[\s/>]))", re.IGNORECASE)
_REST_OF_TAG = re.compile(r"(?:[^\"'<>]|\"[^\"]{0,5000}\"|'[^']{0,5000}'){0,5000}>")
_COMMENT_BEGINS = re.compile(r"<!--(?:\[if\b[^<>\]]{0,200}\]>)?")
_COMMENT_ENDS = re.compile("--!?>")
_TEXT_BEGINS = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS, key=len, reverse=True))}|head|html)(?=[\s/>])", re.IGNORECASE)
_SENTENCE = re.compile("[\u3400-\u9fff]{2}[”’」』）》]{0,2}[。！？；]")


def repaired(markup: str) -> str:
    """The markup with an end tag for every element that is left open and would hide the text after
    it. An open script, style, title or comment stays as it is where no Chinese sentence follows."""
    return _Repair(markup).repaired()


@dataclass(slots=True)
class _Repair:
    """One pass over a page. ``edits`` are replacements (start, end, text); ``waiting`` holds, for each
    name, where the end tags of the elements that are open now would have to be put."""

    markup: str
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    waiting: dict[str, list[int]] = field(default_factory=dict)
    #: Where each pattern was found last, looking ahead: nothing is searched twice.
    ahead: dict[re.Pattern[str], int] = field(default_factory=dict)

    def repaired(self) -> str:
        at = 0
        while found := _MARK.search(self.markup, at):
            at = self._after(found)
        for name, places in self.waiting.items():
            if name not in _READINGS:
                self.edits += [(place, place, f"</{name}>") for place in places]
        out, done = [], 0
        for start, end, text in sorted(self.edits, key=lambda edit: edit[:2]):
            out += [self.markup[done:start], text]
            done = end
        return "".join([*out, self.markup[done:]])

    def _after(self, found: re.Match[str]) -> int:
        """Takes note of one tag or comment; returns where to go on."""
        if found["comment"]:
            return self._comment(found.start())
        name = found["name"].lower()
        if found["end"]:
            if self.waiting.get(name):
                self.waiting[name].pop()
            return found.end()
        if name in _BLOCKS or name in _INLINES:
            self._break_out(name, found.start())
            return found.end()
        rest = _REST_OF_TAG.match(self.markup, found.end())
        end = rest.end() if rest else self.markup.find(">", found.end()) + 1 or len(self.markup)
        if self.markup[end - 2 : end] == "/>":
            return end
        if name in _RAW:
            return self._raw(name, end)
        open_ones = self.waiting.setdefault(name, [])
        if name in _FLAT and open_ones:
            self.edits += [(place, place, f"</{name}>") for place in open_ones]
            open_ones.clear()
        open_ones.append(end)
        return end

    def _break_out(self, name: str, place: int) -> None:
        for over in (*_DRAWINGS, *(_READINGS if name in _BLOCKS else ())):
            if self.waiting.get(over):
                self.edits.append((place, place, f"</{over}>" * len(self.waiting[over])))
                self.waiting[over].clear()

    def _comment(self, start: int) -> int:
        # <!--> is a whole comment.
        end = self._next(_COMMENT_ENDS, start + 2)
        if end is not None:
            return self.markup.index(">", end) + 1
        begins = _COMMENT_BEGINS.match(self.markup, start)
        after = begins.end() if begins else start + 4
        if self._next(_SENTENCE, after) is None:
            return len(self.markup)
        self.edits.append((start, after, ""))
        return after

    def _raw(self, name: str, start: int) -> int:
        ends = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
        end = self._next(ends, start)
        sentence = self._next(_SENTENCE, start)
        if sentence is None:
            return len(self.markup) if end is None else end
        text = self._next(_TEXT_BEGINS, start)
        if end is not None:
            if name == "script" and _holds_script(self.markup[start:end]):
                # Behind <!-- <script a parser looks for a second end tag, past all text if need be.
                comment, second = self._next(_COMMENT_ENDS, end), ends.search(self.markup, end + 1)
                if comment is not None and second is not None and comment < second.start():
                    return second.end()
                self.edits.append((start, end, ""))
            if name not in _PLAIN or text is None or not text < sentence < end:
                return end
        place = text if text is not None and text < sentence else start
        self.edits.append((place, place, f"</{name}>"))
        return place

    def _next(self, pattern: re.Pattern[str], start: int) -> int | None:
        """Where a pattern is found next; ``start`` never goes down."""
        if self.ahead.get(pattern, -1) < start:
            found = pattern.search(self.markup, start)
            self.ahead[pattern] = found.start() if found else len(self.markup)
        place = self.ahead[pattern]
        return place if place < len(self.markup) else None


def _holds_script(script: str) -> bool:
    """Whether a script begins a comment, does not end it, and begins a script in it."""
    begun = script.find("<!--", script.rfind("-->") + 1)
    return begun >= 0 and "<script" in script[begun:].lower()
