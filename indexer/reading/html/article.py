"""Separates the article of a page from the site around it, by what the page says.

The article is the block that holds nearly all of the prose; what stands outside it, and lists
of links inside, is boilerplate. Prose in the main column is never boilerplate: a removed sentence
of a report is worse than an advert that stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from indexer.model.reports import Span
from indexer.reading.html.boilerplate import is_article_text, is_control
from indexer.reading.html.page import LARGEST_SIDE, Block, Line, PageText

#: Characters of prose that a page must have before anything in it is called the article.
_LEAST_PROSE = 120
#: A block with this share of its parent's prose is what the parent is there for.
_MOST = 0.75
#: What stands around the article belongs to it up to this share of links.
_LINKED_AROUND = 0.2
_LINK_LIST = 0.6
_FEWEST_LINKS = 3
#: Lines directly before and after the article that may be its title and its signature.
_TITLE_LINES = 5
_MOST_TITLE_LINES = 20
_SIGNATURE_LINES = 3
_LONGEST_SIGNATURE = 40


def find_article(page: PageText) -> Span | None:
    """Where the article stands; ``None`` for a page without one."""
    if page.prose < _LEAST_PROSE:
        return None
    at = _densest(page)
    while at:
        parent = page.blocks[at].parent
        if not _adds_article(page, page.blocks[at], page.blocks[parent]):
            break
        at = parent
    return page.blocks[at].start, page.blocks[at].end


def find_boilerplate(page: PageText, article: Span | None) -> list[Span]:
    """The spans of what is not the article, in no order, overlapping: found by markup, and by
    content where there is an article."""
    found = _named_by_markup(page, article)
    if article is None:
        # Little prose is no article, but lists of links are not the text beside it either.
        found += _link_lists(page, 0, len(page.text)) if page.prose else []
    else:
        start, end = article
        inside = page.between(start, end)
        found += [*page.sections, *_link_lists(page, start, end)]
        found += _not_before(page, page.between(0, start), inside)
        found += _not_after(page, page.between(end, len(page.text) + 1))
        found += [(line.start, line.end) for line in inside if not line.prose and _is_control(page, line)]
    return found


def _densest(page: PageText) -> int:
    """The index of the innermost block with most of the prose."""
    at, held = 0, page.prose
    # Blocks come in the order of the tree: one inside another comes after it.
    for index, block in enumerate(page.blocks):
        if index and block.parent == at:
            prose = page.prose_in(block.start, block.end)
            if prose >= _MOST * held:
                at, held = index, prose
    return at


def _adds_article(page: PageText, inner: Block, outer: Block) -> bool:
    """Whether what ``outer`` has beside ``inner`` is no sign of the site."""
    around = [*page.between(outer.start, inner.start), *page.between(inner.end, outer.end)]
    size = sum(line.end - line.start for line in around)
    if sum(line.linked for line in around) > _LINKED_AROUND * size:
        return False
    return not any(page.is_site_line(line) for line in around)


def _not_before(page: PageText, before: Sequence[Line], inside: Sequence[Line]) -> list[Span]:
    """Lines above the article that are not its title: all above the title, if one is known."""
    first = _after_navigation(before)
    kept = {block.start for block in page.blocks if block.heading}
    titles = [at for at, line in enumerate(before) if line.start in page.named_titles]
    if titles and not any(line.start in page.named_titles for line in inside[:_TITLE_LINES]):
        # A title may be printed twice, one close above the other; further up is the site's.
        first = titles[0] if len(before) - titles[0] <= 2 * _TITLE_LINES else titles[-1]
        kept = set()
    return [
        (line.start, line.end)
        for at, line in enumerate(before)
        if not line.prose
        and (line.is_linked or _is_control(page, line) or (at < first and line.start not in kept))
    ]


def _after_navigation(before: Sequence[Line]) -> int:
    """The index of the line from which on lines above the article may be its title: below the
    last links, but in any case close above."""
    linked = max((at for at, line in enumerate(before) if line.is_linked), default=-1)
    first = max(linked + 1, len(before) - _MOST_TITLE_LINES)
    return max(min(first, len(before) - _TITLE_LINES), 0)


def _not_after(page: PageText, after: Sequence[Line]) -> list[Span]:
    """Lines below the article but prose, what leads up to prose, and a signature."""
    plain = [not (line.is_linked or page.is_site_line(line) or page.is_in_section(line)) for line in after]
    prose = [at for at, line in enumerate(after) if line.prose and plain[at]]
    kept = prose[-1] + 1 if prose else 0
    for line, is_plain in zip(after[kept : kept + _SIGNATURE_LINES], plain[kept:], strict=False):
        if not is_plain or line.end - line.start > _LONGEST_SIGNATURE:
            break
        kept += 1
    return [(line.start, line.end) for at, line in enumerate(after) if at >= kept or not plain[at]]


def _is_control(page: PageText, line: Line) -> bool:
    return is_control(page.stripped(line))


def _link_lists(page: PageText, start: int, end: int) -> list[Span]:
    """Blocks inside the article that are little but links."""
    found: list[Span] = []
    done = start
    for block in page.blocks:
        if block.start < done or block.end > end:
            continue
        count, size = page.links_in(block.start, block.end)
        much = count >= _FEWEST_LINKS and size >= _LINK_LIST * (block.end - block.start)
        if much and not page.prose_in(block.start, block.end):
            found.append((block.start, block.end))
            done = block.end
    return found


def _named_by_markup(page: PageText, article: Span | None) -> list[Span]:
    """Blocks that their names call boilerplate, and hidden prose that isn't the article."""
    found = [(b.start, b.end) for b in page.blocks if b.named and _may_be_cut(page, article, b)]
    hidden = [block for block in page.blocks if block.hidden]
    if not hidden:
        return found
    counts = Counter(page.stripped(line) for line in page.lines)
    for block in hidden:
        twice = all(counts[page.stripped(line)] > 1 for line in page.between(block.start, block.end))
        aside = block.aside and 2 * page.prose_in(block.start, block.end) <= page.prose
        if twice or aside or (article is not None and not _overlaps(block, article)):
            found.append((block.start, block.end))
    return found


def _may_be_cut(page: PageText, article: Span | None, block: Block) -> bool:
    """Whether a block named as boilerplate holds neither the title nor much of the article."""
    if page.holds_title(block.start, block.end):
        return False
    if block.header and page.holds_heading(block.start, block.end):
        return False
    if article is None or _overlaps(block, article):
        return not is_article_text(page.text, block.start, block.end)
    return page.prose_in(block.start, block.end) <= LARGEST_SIDE * page.prose


def _overlaps(block: Block, article: Span) -> bool:
    return block.start < article[1] and block.end > article[0]
