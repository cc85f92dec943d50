"""What the parameters of a search's URL hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from werkzeug.datastructures import MultiDict

from indexer.errors import QueryError
from indexer.querying.facets import FACETS


def scrub(value: str) -> str:
    """A parameter that can be encoded and stored: no NUL, no half of a surrogate pair."""
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def text_of(args: MultiDict[str, str], name: str) -> str:
    """A parameter without the space around it; empty where it is not given."""
    return scrub(args.get(name, "")).strip()


def facet_values(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """The values of a facet as filters take them; what cannot be understood stays as it is."""
    values = unique(meant for value in _values(args, name) for meant in _meant(name, value))
    return values[:1] if FACETS[name].single else values


def _meant(name: str, value: str) -> tuple[str, ...]:
    try:
        return FACETS[name].parse(value)
    except QueryError:
        return (value,)


def number_of(args: MultiDict[str, str], name: str) -> str:
    """A number of which none is the same as 0."""
    value = text_of(args, name)
    return "" if value == "0" else value


def _values(args: MultiDict[str, str], name: str) -> Iterator[str]:
    return (value for value in (scrub(v).strip() for v in args.getlist(name)) if value)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in order; empty ones are left out."""
    return tuple(dict.fromkeys(filter(None, values)))
