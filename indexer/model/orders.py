"""The orders that answers can have, with what a reader calls them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Sort = Literal["relevance", "newest", "oldest"]
SORTS: Mapping[Sort, str] = {"relevance": "相关", "newest": "新→旧", "oldest": "旧→新"}

ConcordanceOrder = Literal["place", "left", "right"]
CONCORDANCE_ORDERS: Mapping[ConcordanceOrder, str] = {"place": "新→旧", "left": "按前文", "right": "按后文"}

HeadingOrder = Literal["count", "short", "long"]
HEADING_ORDERS: Mapping[HeadingOrder, str] = {"count": "常用", "short": "短→长", "long": "长→短"}
