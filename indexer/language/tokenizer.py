"""Words for ranking: the only module that knows jieba.

HMM is off (it invents words that depend on context) and a lexicon of the domain's words is
loaded. Tokens are lower-cased and hold at least one letter, digit or ideograph. The
``fingerprint`` changes whenever the same text could give other tokens.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.language.normalize import clean_text

if TYPE_CHECKING:
    import jieba

_LEXICON = "lexicon/words.txt"


class Tokenizer:
    """Cuts text into words. Loads its dictionary on first use; safe to share between threads.

    ``cache_folder`` is where jieba keeps its prepared dictionary (never the shared temp
    folder); ``extra_words`` are added to the lexicon that ships with Bigan.
    """

    def __init__(self, cache_folder: Path, extra_words: Iterable[str] = ()) -> None:
        self._cache_folder = cache_folder
        self._words = [*lexicon(), *extra_words]
        self._jieba: jieba.Tokenizer | None = None
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        """Names jieba's version and the words it was given."""
        from importlib.metadata import version

        digest = hashlib.blake2b("\n".join(self._words).encode(), digest_size=8).hexdigest()
        return f"jieba-{version('jieba')}-{digest}"

    def words(self, text: str) -> list[str]:
        """The words of ``text`` in order, repeated as often as they stand there."""
        tokens = self._loaded().cut(clean_text(text).lower(), HMM=False)
        return [token for token in tokens if any(c.isalnum() for c in token)]

    def warm(self) -> None:
        """Loads the dictionary now, so that the first question need not wait for it."""
        self.words("")

    def _loaded(self) -> jieba.Tokenizer:
        with self._lock:
            if self._jieba is None:
                self._jieba = self._load()
            return self._jieba

    def _load(self) -> jieba.Tokenizer:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        self._cache_folder.mkdir(parents=True, exist_ok=True)
        tokenizer.tmp_dir = str(self._cache_folder)
        tokenizer.initialize()
        for word in self._words:
            tokenizer.add_word(word)
        return tokenizer


def lexicon() -> list[str]:
    """The domain words that ship with Bigan, one a line; ``#`` begins a comment."""
    text = resources.files(__package__).joinpath(_LEXICON).read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]
