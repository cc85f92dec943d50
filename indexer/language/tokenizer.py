"""Words for ranking: the only module that imports jieba and rjieba, its port to Rust.

jieba is the reference, rjieba is fifteen times as fast; it is used where it is installed, which is
everywhere but on Windows on ARM. Both give the same tokens, which a test checks, so an index does not depend
on which of them made it. HMM is off (it invents words that depend on context) and a lexicon of the domain's
words is loaded. Tokens are lower-cased and contain at least one letter, digit or ideograph.
"""

from __future__ import annotations

import hashlib
import importlib.machinery
import importlib.util
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from indexer.language.normalize import clean_text
from indexer.language.packaged import packaged_text

#: Cuts a lower-cased text into tokens that join to it again.
Cut = Callable[[str], Iterable[str]]
#: The same with the part of speech of each.
Tag = Callable[[str], Iterable[tuple[str, str]]]

_LEXICON = "lexicon/words.txt"


class Tokenizer:
    """Cuts text into words. Loads its dictionary on first use; safe to share between threads.

    ``cache_folder`` is where jieba keeps its prepared dictionary (never the shared temp
    folder); ``extra_words`` are added to the lexicon that ships with Bigan; ``fast`` uses rjieba
    where it is installed.
    """

    def __init__(self, cache_folder: Path, extra_words: Iterable[str] = (), *, fast: bool = True) -> None:
        self._cache_folder = cache_folder
        self._extra_words = tuple(extra_words)
        self._words = [*lexicon(), *self._extra_words]
        self._fast = fast
        self._cut: Cut | None = None
        self._tag: Tag | None = None
        self._has: Callable[[str], bool] = lambda text: False
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Callable[..., Tokenizer], tuple[Path, tuple[str, ...]]]:
        """Another process loads the dictionary itself."""
        return partial(Tokenizer, fast=self._fast), (self._cache_folder, self._extra_words)

    @cached_property
    def fingerprint(self) -> str:
        """jieba's version and a hash of the words it was given; changes whenever the same text could give other
        tokens."""
        from importlib.metadata import version

        digest = hashlib.blake2b("\n".join(self._words).encode(), digest_size=8).hexdigest()
        return f"jieba-{version('jieba')}-{digest}"

    def words(self, text: str) -> list[str]:
        """The words of ``text`` in order, repeated as often as they occur."""
        tokens = self._loaded()(clean_text(text).lower())
        return [token for token in tokens if token.isalnum() or any(map(str.isalnum, token))]

    def tagged(self, text: str) -> list[tuple[str, str]]:
        """The words of ``text`` with their parts of speech, as the dictionary has them; joined they are the text."""
        self._loaded()
        with self._lock:
            if self._tag is None:
                self._tag = self._jieba_tag()
        return [(word, tag) for word, tag in self._tag(text)]

    def is_word(self, text: str) -> bool:
        """Whether the dictionary has ``text`` as a word."""
        self._loaded()
        return self._has(text)

    def warm(self) -> None:
        """Loads the dictionary now, so that the first question need not wait for it."""
        self.words("")

    def _loaded(self) -> Cut:
        with self._lock:
            if self._cut is None:
                found = _rjieba(self._words) if self._fast else None
                self._cut, self._tag, self._has = found or self._jieba()
            return self._cut

    def _jieba_tag(self) -> Tag:
        """jieba's own tagger, which wants a moment to load; only where rjieba is not installed."""
        import jieba.posseg

        tagger = jieba.posseg.POSTokenizer(jieba.Tokenizer())
        for word in self._words:
            tagger.add_word(word)
        return partial(tagger.cut, HMM=False)

    def _jieba(self) -> tuple[Cut, None, Callable[[str], bool]]:
        import logging

        import jieba

        # A cache that cannot be written only makes the next start slower; jieba would print a traceback.
        jieba.setLogLevel(logging.CRITICAL)
        tokenizer = jieba.Tokenizer()
        with suppress(OSError):
            self._cache_folder.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(self._cache_folder)
        tokenizer.initialize()
        for word in self._words:
            tokenizer.add_word(word)
        # Its dictionary also has the beginnings of words, which never occur.
        return partial(tokenizer.cut, HMM=False), None, lambda text: bool(tokenizer.FREQ.get(text))


def _rjieba(words: Iterable[str]) -> tuple[Cut, Tag, Callable[[str], bool]] | None:
    """rjieba with its own copy of jieba's dictionary; ``None`` where it is not installed."""
    module = _rjieba_module()
    if module is None:
        return None
    tokenizer = module.Jieba()
    for word in words:
        tokenizer.add_word(word, tokenizer.suggest_freq(word), "")
    return partial(tokenizer.cut, hmm=False), partial(tokenizer.tag, hmm=False), tokenizer.has_word


def _rjieba_module() -> Any:
    """rjieba's compiled module without the package around it, which loads a second dictionary when it is
    imported and so doubles time and memory. ``None`` where rjieba is not installed."""
    package = importlib.util.find_spec("rjieba")
    if package is None or package.submodule_search_locations is None:
        return None
    spec = importlib.machinery.PathFinder.find_spec("rjieba.rjieba", package.submodule_search_locations)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lexicon() -> list[str]:
    """The domain words that ship with Bigan, one a line; ``#`` begins a comment."""
    text = packaged_text(_LEXICON)
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]
