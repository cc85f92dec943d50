"""What the sentences of paragraphs show: results that were reported, or intentions that were announced.

A heading's topic word (目标, 思路, 整改) is one piece of evidence; the paragraphs below it are the other. Figures
with words of the past rule plans out, and a demand without any result rules work out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from indexer.parsing.rulebook import Rulebook

#: What a text shows: results, intentions, or nothing that is clear.
Tense = Literal["done", "ahead", "unclear"]

#: A word or saying in quotation marks (变“要我学”为“我要学”): neither a result nor a demand of the text's own.
_QUOTED = re.compile("“[^“”]{1,16}”")
#: What is done every time (发现一起、查处一起), which reports no result.
_EACH_TIME = re.compile("发现一([起例户个处件])[，、]?[^，。；、一]{1,6}一\\1")
_SENTENCE = re.compile("[^。！？；]+[。！？；]?")


def tense_of(text: str, rules: Rulebook) -> Tense:
    """Whether the sentences of a text report results or announce intentions; the more frequent of the two,
    results where they are equally frequent. A sentence that announces something reports no result."""
    done = ahead = 0
    is_ahead, is_done, is_measure = (rules.section_search[f"evidence.{name}"].fit for name in ("ahead", "done", "measure"))
    said = _QUOTED.sub("", text) if "“" in text else text
    if "发现一" in said:
        said = _EACH_TIME.sub("", said)
    for sentence in _SENTENCE.findall(said):
        if is_ahead(sentence):
            ahead += 1
        elif is_done(sentence):
            done += 1
        elif is_measure(sentence):
            ahead += 1
    if done >= max(ahead, 1):
        return "done"
    return "ahead" if ahead else "unclear"


def common_tense(texts: Iterable[str], rules: Rulebook) -> Tense:
    """The tense of several paragraphs together: ``unclear`` where they contradict one another."""
    found = {tense_of(text, rules) for text in texts} - {"unclear"}
    return found.pop() if len(found) == 1 else "unclear"
