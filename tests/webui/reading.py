"""How tests read a page: what stands on it, and where its links lead."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote_plus

from flask.testing import FlaskClient


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    """The page as HTML."""
    answer = client.get(url)
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "text/html; charset=utf-8"
    return answer.get_data(as_text=True)


def words(html: str) -> str:
    """What a reader reads, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def text(html: str) -> str:
    """The same without any space."""
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", html)))


def links(html: str) -> dict[str, str]:
    """Text of each link → its address, readable."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.S)
    return {words(label): unquote_plus(unescape(href)) for href, label in found}


def part(html: str, begin: str, end: str) -> str:
    """What stands between two marks, the first of which must be there."""
    assert begin in html
    return html.partition(begin)[2].partition(end)[0]
