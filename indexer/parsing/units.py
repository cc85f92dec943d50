"""The type of unit a report is of: title first, then how it calls itself, then its vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.model.reports import Evidence
from indexer.parsing.quoting import clause_around
from indexer.parsing.rulebook import Rulebook
from indexer.parsing.titles import is_slogan
from indexer.parsing.unit_actors import (
    UnitFinding,
    actor_in,
    charged_by,
    first_paragraph,
    government_signing,
    named_in,
    orderer_in,
    role_in,
    scene_in,
    sent_in_by,
    signed_by,
)
from indexer.parsing.unit_lines import holds_office, is_signed_by

_BRACKET = re.compile(r"[（(]([^（()）]{2,20})[)）]")
#: The unit that a notice or a report on something is of, and the subtitle that says whose a text under a slogan is.
_ISSUER = re.compile("^([^，。：—]{2,30}?关于)")
_SPEAKER = re.compile("^([^，。在]{2,16})在[^，。]{2,60}(?:讲话|发言|致辞|[贺祝][^，。]?[词信])")
_BELOW_SLOGAN = re.compile("[—–―]{1,2}((?![在以]).{4,})$")

#: A speech whose title says on what occasion, not by whom; who speaks stands below it, with the office that counts last.
_OCCASION = re.compile(
    "(?:^[^，。]{0,4}在|^致|[—–―]{1,2}在).{2,60}(?:讲话|发言|致辞|祝酒词|主持词|[贺开闭欢答][^，。]?[词信]|讲稿)"
)
#: A line of a title block that is nothing but the unit whose text it is, or who looked into a matter for it.
_OWN_LINE = re.compile(
    "[\u4e00-\u9fff×xX]{2,20}(?:局|厅|委员会|管委会|办公室|政府|街道办事处|公司|集团|医院|学校|学院|[中小]学|法院|检察院|[支分]行|中心|联合会|协会)"
    "(?:党组|党委|机关)?(?:调[研查]组|课题组|编写组)?"
)
#: What a letterhead says beside the unit's name, and a line of it that holds none.
_FORM = re.compile("[（(][^（()）]{1,8}[）)]|文件|内部明电|(?:常务|党组|专题|办公)?会议纪要$")
#: Who edits a bulletin, and when: what it prints may be another unit's.
_EDITED = re.compile("(?:编印|编发|主办|编|日)$")
_WHOSE_ACCOUNT = re.compile("([^，。：—“]{2,14})(?:：|(?=“))")
_NUMBER = re.compile("[〔\\[［][ \\dxX×]{4,6}|签发|[号期]$")
#: A title that begins with the name of its unit, above the year or what it is about.
_OWN_NAME = re.compile(
    "[\u4e00-\u9fff×xX]{3,24}(?:局|厅|委员会|办公室|政府|办事处|公司|集团|医院|学校|[中小]学|法院|检察院|中心|联合会|协会)(?=(?:19|20)[\\dxX×]{2}|关于)"
)
#: A letter's title says to whom it is.
_ADDRESSED = re.compile("^[^，。]{0,24}?(?:致|告|给)[^，。]{2,40}(?:信|书|词)$")
#: A unit, an office in it and a name.
_PERSON = re.compile(
    "[—–―-]{0,2}[\u4e00-\u9fff]{2,16}(?<!政府)(?:局|委员会|办公室|中心|院|校|公司|集团|行)[\u4e00-\u9fff、]{0,12}?"
    "(?:书记|主任|主席|部长|局长|院长|检察长|行长|校长|经理|董事长)[：: ]?[\u4e00-\u9fffxX×]{2,4}"
)
_OFFICES = re.compile("[、，,；/ ]")
_BYLINE = re.compile("书记|主任|主席|部长|局长|院长|检察长|行长|校长|园长|会长|所长|站长|经理|董事长|[县区市省镇乡州旗]长|委员")
_LONGEST_BYLINE = 40

#: A township's congress or government; 城镇 is none.
_TOWNSHIP = re.compile("[\u4e00-\u9fff]{2}(?<!城)[镇乡](?:第[^，。]{1,6}届)?人民(?:代表大会|政府)")
#: A government report whose title does not say whose.
_BARE_GOVERNMENT = re.compile("(?<!人民)政府工作报告")
_FIRST_LINES = 3

#: A title that says what a text is about, or where it was held, before it says whose it is.
_TOPICAL = re.compile(
    "^(?!.*工作报告)(?:关于|在全[省市县区州旗]|浅[析谈议]|试[论析])|(?:调研|调查|考察)|(?:思考|对策|建议|研究|探析|路径|样本|观察|分析)$"
)
#: A title of what somebody looked into.
_SURVEYS = re.compile("？(?:$|[—–―])|(?:调研|调查|考察)|(?:思考|对策|建议|研究|探析|路径|样本|观察|分析)$")
#: Whom a speech is held before: 在全镇…会上 is the township's own.
_BEFORE_WHOM = re.compile("^(?:[^，。在]{0,16})?在(?:全([镇乡村校行厂])|全(街道))")

#: A title that names a kind of unit and none of that kind (社区党建工作述职报告), as samples have; and how a text calls its own
#: unit with its first words.
_NOBODYS = re.compile("(?:社区|学校|医院|企业|街道|乡镇|村级?|机关|银行)(?:党建|工作|党支部|书记|\\d{4}|年度)")
_OWN_UNIT = re.compile("我(?:局|厅|镇|乡|街道|校|行|公司|集团)")
#: A title of what somebody thinks of what he learnt, and where people are taught who work elsewhere.
_THOUGHTS = re.compile("(?:心得|体会|感悟|感想|收获|感受|[观读]后感|有感)(?:体会)?(?:[（(：:].*)?$")
_TAUGHT = re.compile(
    "(?:赴|到|在|前往|走进|参加了?)(?![^，。；]{0,2}[我本全])[\u4e00-\u9fff]{2,14}?(?:党校|干校|政校|学院|大学|培训基地|研修班|培训班)"
)
#: How somebody calls what is his own.
_OWN = re.compile("[我本咱全]")

_WEIGHT_TITLE_BLOCK = 12.0
_WEIGHT_ACTOR = 9.0
_WEIGHT_SELF_OPENING = 3.0
_WEIGHT_SELF = 1.0
_CAP_SELF = 6
_WEIGHT_VOCABULARY = 0.6
_CAP_VOCABULARY = 12
_LEAST = 2.5

#: What vocabulary counts for where no self-designation goes with it: enough for a telling one only.
_ALONE = 0.7
_NOT_ALONE = 0.25
_OPENING_CHARACTERS = 600
#: How a unit calls itself in its first paragraph counts for more than any vocabulary.
_WEIGHT_SELF_FIRST = 12.0


def find_unit(
    title: str | None,
    title_block: Sequence[str],
    body: Sequence[str],
    rules: Rulebook,
    letterhead: Sequence[str] = (),
    credits: Sequence[str] = (),
) -> UnitFinding:
    """The unit type of a report from the letterhead that it is printed with, its title, its title block, who is named below
    it for having sent it in (``credits``), and the lines of its body; ``None`` where the text does not say. Evidence in the
    body names the line's index."""
    printed = letterhead if not _names_whose(title or "", rules) else [line for line in letterhead if not _EDITED.search(line)]
    issued = None if _OWN_NAME.match(title or "") else _issuer(printed, rules)
    if issued:
        return issued
    spoken = _speaker(title_block, rules) if _OCCASION.search(title or "") else None
    if spoken:
        return spoken
    if _ADDRESSED.match(title or ""):
        signed = signed_by(body, rules)
        if signed:
            return signed
        title, title_block = None, [line for line in title_block if not _ADDRESSED.match(line)]
    charged = charged_by(body, rules)
    if charged:
        return charged
    if title and _THOUGHTS.search(title):
        thinker = _thinker(title_block, body, rules)
        if thinker:
            return thinker
        title = _TAUGHT.sub("", title)
    inside = _inside(title or "", credits, rules)
    if inside:
        return inside
    owner = _owner(title or "", title_block, rules)
    if owner:
        return owner
    held = _held_by(title or "", title_block, rules)
    if held:
        return held
    topical = _TOPICAL.search(title or "") is not None
    acts = (signed_by(body, rules) or _forces(title or "", rules) or actor_in(body, rules)) if topical else None
    if acts:
        return acts
    introduced = _introduced(body, rules) if _NOBODYS.match(title or "") else None
    if introduced:
        return introduced
    units = [rule for rule in rules.units if not (topical and rule.topic)]
    for text in _where_units_stand(title or "", title_block):
        named = named_in(text, "title", units)
        if named:
            return _township([*title_block, *body[:_FIRST_LINES]], named)
    government = government_signing(title or "", body)
    if government:
        return government
    surveys = _SURVEYS.search(title or "") is not None
    found = _byline(title or "", title_block, rules) or _by_evidence(title_block, body, rules, surveys)
    return found if found.unit_type or not surveys else orderer_in(body, rules)


def _inside(title: str, credits: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit that lives inside another one, as the title says, or who sent in what a bulletin prints."""
    units = [rule for rule in rules.units if rule.inside]
    sent = sent_in_by(credits, rules)
    told = sent if sent and any(sent.unit_type == rule.unit_type for rule in units) else None
    return named_in(title, "title", units) or told


def _held_by(title: str, title_block: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit of the office that who signs below a slogan holds: what a slogan names is what the text is about."""
    if "——" in title or not is_slogan(title):
        return None
    lines = [line for line in title_block if line not in title and (holds_office(line) or is_signed_by(line))]
    return next(filter(None, (named_in(line, "title_block", rules.units) for line in lines)), None)


def _thinker(title_block: Sequence[str], body: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit of who writes down his thoughts, as the line below the title or his first sentence says: what the title names
    is where he learnt."""
    lines = [line for line in title_block if holds_office(line) or is_signed_by(line)]
    signed = next(filter(None, (named_in(line, "title_block", rules.units) for line in lines)), None)
    return signed or role_in(body, rules)


def _names_whose(title: str, rules: Rulebook) -> bool:
    """Whether a title begins with whose account it is (某镇：…, 某镇推行…)."""
    whose = _WHOSE_ACCOUNT.match(title)
    return bool(whose and named_in(whose[1], "title", rules.units)) or actor_in([title], rules) is not None


def _introduced(body: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit of the post that somebody introduces himself with, or that a text begins with as its own."""
    at, first = first_paragraph(body)
    own = _OWN_UNIT.match(first)
    rule = next((rule for rule in rules.units if rule.self_name.match(first)), None) if own else None
    return UnitFinding(rule.unit_type, Evidence(own[0], "paragraph", at)) if own and rule else role_in(body, rules)


def _issuer(letterhead: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit whose letterhead a text is printed with, whatever its title is about."""
    names = (_FORM.sub("", line) for line in letterhead if not _NUMBER.search(line))
    return next(filter(None, (named_in(name, "title_block", rules.units) for name in names)), None)


def _owner(title: str, title_block: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit that a line of the title block names and nothing else, whatever the title is about: a survey of companies
    is not a company's."""
    own = [line for line in title_block if line not in title or (line != title and "—" not in title)]
    lines = filter(_OWN_LINE.fullmatch, own)
    return next(filter(None, (named_in(line, "title_block", rules.units) for line in lines)), None)


def _byline(title: str, title_block: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit of who signs below a title that names none (县水利局局长 …)."""
    lines = [line for line in title_block if line not in title and (_PERSON.fullmatch(line) or is_signed_by(line))]
    return next(filter(None, (named_in(line, "title_block", rules.units) for line in lines)), None)


def _speaker(title_block: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit of who holds a speech (县委副书记、县长): the last office that names one."""
    for line in title_block:
        if len(line) > _LONGEST_BYLINE or not _BYLINE.search(line) or _OCCASION.search(line):
            continue
        named = (named_in(office, "title_block", rules.units) for office in _OFFICES.split(line)[::-1] if _BYLINE.search(office))
        found = next(filter(None, named), None)
        if found:
            return found
    return None


def _where_units_stand(title: str, title_block: Sequence[str]) -> list[str]:
    """The parts of a title that say whose it is, the whole, and then its lines where it has several: what a text is
    about may name other units."""
    parts = [match[1] for pattern in (_BELOW_SLOGAN, _ISSUER, _SPEAKER) if (match := pattern.search(title))]
    lines = [line for line in title_block if line in title and line != title]
    before = _BEFORE_WHOM.search(title)
    parts += [f"全{before[1] or before[2]}"] if before else []
    return [*_BRACKET.findall(title)[::-1], *parts, title, *lines]


def _forces(title: str, rules: Rulebook) -> UnitFinding | None:
    """What a title names that is nobody's topic: a force, a court."""
    return named_in(title, "title", [rule for rule in rules.units if rule.alone and not (rule.topic or rule.inside)])


def _township(lines: Sequence[str], named: UnitFinding) -> UnitFinding:
    """A government that is a township's, as the lines under a bare 政府工作报告 say."""
    if named.unit_type != "政府" or not _BARE_GOVERNMENT.search(named.evidence.words if named.evidence else ""):
        return named
    found = next((clause_around(line, *m.span()) for line in lines if (m := _TOWNSHIP.search(line))), None)
    return UnitFinding("街道乡镇", Evidence(found, "title_block")) if found else named


def _by_evidence(title_block: Sequence[str], lines: Sequence[str], rules: Rulebook, surveys: bool) -> UnitFinding:
    body = _TAUGHT.sub("", "\n".join(lines))
    first = _TAUGHT.sub("", first_paragraph(lines)[1])
    scores: dict[str, float] = {rule.unit_type: 0.0 for rule in rules.units}
    words: dict[str, str] = {}
    may_own = [rule for rule in rules.units if not (surveys and rule.topic)]
    named = named_in("\n".join(title_block), "title_block", may_own) or signed_by(lines, rules)
    if named and named.unit_type:
        scores[named.unit_type] += _WEIGHT_TITLE_BLOCK
    actor = role_in(lines, rules) or actor_in(lines, rules) or (None if surveys else scene_in(lines, rules))
    if actor and actor.unit_type:
        scores[actor.unit_type] += _WEIGHT_ACTOR
    for rule in rules.units:
        opening, selves, at_first = (
            [name for name in rule.self_name.findall(text) if not (surveys and rule.topic) or _OWN.match(name)]
            for text in (body[:_OPENING_CHARACTERS], body, first)
        )
        vocabulary = rule.vocabulary.findall(body) if selves or not (surveys and rule.topic) else []
        own = (
            _WEIGHT_SELF_FIRST * bool(at_first)
            + _WEIGHT_SELF_OPENING * min(len(opening), 2) * (2 if rule.inside else 1)
            + _WEIGHT_SELF * min(len(selves), _CAP_SELF)
            + _WEIGHT_VOCABULARY * min(len(vocabulary), _CAP_VOCABULARY) * (1 if selves else _ALONE if rule.alone else _NOT_ALONE)
        )
        scores[rule.unit_type] += own
        if selves or vocabulary:
            words[rule.unit_type] = next(iter(opening or selves or vocabulary))
    best = max(scores, key=lambda unit: scores[unit], default=None)
    if best is None or scores[best] < _LEAST:
        return UnitFinding(None)
    for finding in (named, actor):
        if finding and finding.unit_type == best:
            return finding
    return UnitFinding(best, _where(words[best], lines))


def _where(words: str, lines: Sequence[str]) -> Evidence:
    """The first line with ``words``, and the clause around them."""
    for at, line in enumerate(lines):
        start = line.find(words)
        if start >= 0:
            return Evidence(clause_around(line, start, start + len(words)), "paragraph", at)
    return Evidence(words, "paragraph")
