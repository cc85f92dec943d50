"""The type of unit a report is of: title first, then how it calls itself, then its vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.reports import Evidence
from indexer.parsing.outline import is_salutation
from indexer.parsing.quoting import clause_around
from indexer.parsing.rulebook import Rulebook, UnitRule

_BRACKET = re.compile(r"[（(]([^（()）]{2,20})[)）]")
#: The unit that a notice or a report on something is of, and the subtitle that says whose a text under a slogan is.
_ISSUER = re.compile("^([^，。：—]{2,30}?关于)")
_SPEAKER = re.compile("^([^，。在]{2,16})在[^，。]{2,60}(?:讲话|发言|致辞|[贺祝][^，。]?[词信])")
_BELOW_SLOGAN = re.compile("[—–―]{1,2}((?![在以]).{4,})$")

#: A speech whose title says on what occasion, not by whom; who speaks stands below it, with the office that counts last.
_OCCASION = re.compile("^(?:[^，。]{0,4}在|致).{2,60}(?:讲话|发言|致辞|祝酒词|主持词|[贺开闭欢答][^，。]?[词信]|讲稿)")
#: The unit that signs, and the date below it, among so many last lines.
_SIGNATURE = re.compile("(?!.*政府办)[\u4e00-\u9fff×xX]{4,24}")
_DATE = re.compile(
    "(?:19|20|二)[\\d〇○零一二三四五六七八九xX×]{2,3}年[\\dxX×一二三四五六七八九十]{1,3}月(?:[\\dxX×一二三四五六七八九十]{1,3}日)?"
)
_LAST_LINES = 6
#: A line of a title block that is nothing but the unit whose text it is, or who looked into a matter for it.
_OWN_LINE = re.compile(
    "[\u4e00-\u9fff×xX]{2,20}(?:局|厅|委员会|管委会|办公室|政府|街道办事处|公司|集团|医院|学校|学院|[中小]学|法院|检察院|[支分]行|中心|联合会|协会)"
    "(?:党组|党委|机关)?(?:调[研查]组|课题组|编写组)?"
)
#: What a letterhead says beside the unit's name, and a line of it that holds none.
_FORM = re.compile("[（(][^（()）]{1,8}[）)]|文件|内部明电|(?:常务|党组|专题|办公)?会议纪要$")
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
#: A unit that the first sentence says something of: 县水利局成立调研组, 石牛镇探索开办.
_ACTOR = re.compile(
    "(?:^|[，。；：？！“”、（(\\s]|[年月日])(?:今天|今年|目前|为此|为了?|经|近日|日前|近年来)?"
    "((?!走访|建议|要求|希望|由|深入|对|在|组织|联合|会同|选取|抽|邀请|来到|赴|全[省市县区镇乡国]|各|部分|多数|许多|一些|有的|我国|[一二三四五六七八九十百千两几\\d]+[所家个])"
    "(?:[\u4e00-\u9fff×xX]{2,16}?|[省市县区州旗乡镇村院校局]|(?=街道|公司|集团|管委会))(?:局|厅|委员会|委办公室|[委府]|办公室|人民政府|政府|管委会|街道|(?<!城)[镇乡]|村|社区|公司|集团|厂|银行|[支分]行|联社|医院|卫生院|中心"
    "|学校|[中小]学(?!习)|学院|大学(?!习)|幼儿园|法院|法庭|检察院|派出所|[支大]队|调查队|妇联|工会|团委|协会|商会|联合会|党校|政协|人大常委会|纪委监委|组织部|宣传部|统战部|政法委|巡察办)"
    "(?:“?两委”?|党工?委|党组|党总支|党支部|党建办|机关|办事处|[\u4e00-\u9fff]{0,8}[委组科处室股])?)"
    "(?:、[^，。、]{2,8})?"
    "(?=近|始终|积极|主动|坚持|围绕|聚焦|立足|以|把|将|通过|探索|推|创|开展|组(?!织部(?!分))|成立|抽|会同|牵头|召开|举|对|针对|结合|认真|深入|扎实|着力|全面|紧|切实|高度|先后|采取|决定|拟|坚守|牢记|践行|持续|多措|走出|自"
    "|联合|投入|着眼|面对|率先|争当|当好|念好|精准|强化|加强|深耕|整合|建[立起成强]|设立|选派|派出|利用|制[定订]|印发|计划|隆重|专门|今天|用|累计"
    "|在|从|按|根据|地处|位于|坐落|现有|下?辖|打造|依托|充分|不断|大力|严格|安排|履行|发挥|狠抓|锚定|研究|走访|赴|到|一行|上下|领导|干部|民警|干警|调[研查]|课题|专题)"
)
#: A line that only says to whom a text is.
_ADDRESSEES = re.compile("(?!.*如下)[^。；]{2,60}[：:]")
#: Whom a speech is held before: 在全镇…会上 is the township's own.
_BEFORE_WHOM = re.compile("^(?:[^，。在]{0,16})?在(?:全([镇乡村校行厂])|全(街道))")

#: Who had a matter looked into (按照县人大常委会工作安排，…).
_ORDERED = re.compile(
    "(?:根据|按照|受)([\u4e00-\u9fff]{1,14}?(?:局|委员会|办公室|政府|人大常委会|政协|[县市区]委))"
    "[^。；]{0,14}(?:安排|部署|计划|要求|委托)"
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
_FIRST_CHARACTERS = 160
#: Whose orders or support a unit mentions is not the unit.
_BY_ORDER = re.compile(
    "(?:按照|根据|遵照|依照|按|在|围绕)[^，。：]{2,40}?(?:要求|精神|安排|部署|通知|意见|(?:领导|指导|支持|关心|帮助|指引|引领)(?:和[^，。]{2,8})?下)"
)


@dataclass(frozen=True, slots=True)
class UnitFinding:
    """``unit_type`` or ``None``, and what decided (``None`` where nothing did)."""

    unit_type: str | None
    evidence: Evidence | None = None


def find_unit(
    title: str | None, title_block: Sequence[str], body: Sequence[str], rules: Rulebook, letterhead: Sequence[str] = ()
) -> UnitFinding:
    """The unit type of a report from the letterhead that it is printed with, its title, its title block and the lines of
    its body; ``None`` where the text does not say. Evidence in the body names the line's index."""
    issued = None if _OWN_NAME.match(title or "") else _issuer(letterhead, rules)
    if issued:
        return issued
    spoken = _speaker(title_block, rules) if _OCCASION.search(title or "") else None
    if spoken:
        return spoken
    if _ADDRESSED.match(title or ""):
        signed = _signed(body, rules)
        if signed:
            return signed
        title, title_block = None, [line for line in title_block if not _ADDRESSED.match(line)]
    inside = _named(title or "", "title", [rule for rule in rules.units if rule.inside])
    if inside:
        return inside
    owner = _owner(title or "", title_block, rules)
    if owner:
        return owner
    topical = _TOPICAL.search(title or "") is not None
    acts = (_signed(body, rules) or _forces(title or "", rules) or _actor(body, rules)) if topical else None
    if acts:
        return acts
    units = [rule for rule in rules.units if not (topical and rule.topic)]
    for text in _where_units_stand(title or "", title_block):
        named = _named(text, "title", units)
        if named:
            return _township([*title_block, *body[:_FIRST_LINES]], named)
    surveys = _SURVEYS.search(title or "") is not None
    found = _byline(title or "", title_block, rules) or _by_evidence(title_block, body, rules, surveys)
    return found if found.unit_type or not surveys else _ordered(body, rules)


def _issuer(letterhead: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit whose letterhead a text is printed with, whatever its title is about."""
    names = (_FORM.sub("", line) for line in letterhead if not _NUMBER.search(line))
    return next(filter(None, (_named(name, "title_block", rules.units) for name in names)), None)


def _owner(title: str, title_block: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit that a line of the title block names and nothing else, whatever the title is about: a survey of companies
    is not a company's."""
    own = [line for line in title_block if line not in title or (line != title and "—" not in title)]
    lines = filter(_OWN_LINE.fullmatch, own)
    return next(filter(None, (_named(line, "title_block", rules.units) for line in lines)), None)


def _byline(title: str, title_block: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit of who signs below a title that names none (县水利局局长 …)."""
    lines = [line for line in title_block if line not in title and _PERSON.fullmatch(line)]
    return next(filter(None, (_named(line, "title_block", rules.units) for line in lines)), None)


def _speaker(title_block: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit of who holds a speech (县委副书记、县长): the last office that names one."""
    for line in title_block:
        if len(line) > _LONGEST_BYLINE or not _BYLINE.search(line) or _OCCASION.search(line):
            continue
        named = (_named(office, "title_block", rules.units) for office in _OFFICES.split(line)[::-1] if _BYLINE.search(office))
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
    return _named(title, "title", [rule for rule in rules.units if rule.alone and not (rule.topic or rule.inside)])


def _actor(lines: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit that the first paragraph says something of."""
    at, first = _first(lines)
    for match in _ACTOR.finditer(first):
        found = _named(match[1], "paragraph", rules.units)
        if found:
            return UnitFinding(found.unit_type, Evidence(match[1], "paragraph", at))
    return None


def _ordered(lines: Sequence[str], rules: Rulebook) -> UnitFinding:
    """The unit that had a matter looked into, where nothing else says whose a survey is."""
    match = next(filter(None, map(_ORDERED.search, lines[:1])), None)
    return (match and _named(match[1], "paragraph", rules.units)) or UnitFinding(None)


def _first(lines: Sequence[str]) -> tuple[int, str]:
    """The beginning of the first paragraph, without whose orders it is about, and which line it is."""
    own = (at for at, line in enumerate(lines) if not (is_salutation(line) or _ADDRESSEES.fullmatch(line)))
    at = next(own, 0)
    return at, _BY_ORDER.sub("", lines[at][:_FIRST_CHARACTERS]) if lines else ""


def _township(lines: Sequence[str], named: UnitFinding) -> UnitFinding:
    """A government that is a township's, as the lines under a bare 政府工作报告 say."""
    if named.unit_type != "政府" or not _BARE_GOVERNMENT.search(named.evidence.words if named.evidence else ""):
        return named
    found = next((clause_around(line, *m.span()) for line in lines if (m := _TOWNSHIP.search(line))), None)
    return UnitFinding("街道乡镇", Evidence(found, "title_block")) if found else named


def _named(text: str, place: str, units: Sequence[UnitRule]) -> UnitFinding | None:
    """The first unit whose title pattern fits, in order of precedence."""
    for rule in units:
        match = rule.title.search(text)
        if match:
            return UnitFinding(rule.unit_type, Evidence(clause_around(text, *match.span()), place))
    return None


def _by_evidence(title_block: Sequence[str], lines: Sequence[str], rules: Rulebook, surveys: bool) -> UnitFinding:
    body = "\n".join(lines)
    first = _first(lines)[1]
    scores: dict[str, float] = {rule.unit_type: 0.0 for rule in rules.units}
    words: dict[str, str] = {}
    may_own = [rule for rule in rules.units if not (surveys and rule.topic)]
    named = _named("\n".join(title_block), "title_block", may_own) or _signed(lines, rules)
    if named and named.unit_type:
        scores[named.unit_type] += _WEIGHT_TITLE_BLOCK
    actor = _actor(lines, rules)
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


def _signed(lines: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit that signs a text above its date."""
    for at in range(len(lines) - 1, max(len(lines) - _LAST_LINES, 0), -1):
        if _DATE.fullmatch(lines[at]) and _SIGNATURE.fullmatch(lines[at - 1]):
            first = at - 1
            while first > 1 and _SIGNATURE.fullmatch(lines[first - 1]) and _named(lines[first - 1], "paragraph", rules.units):
                first -= 1  # of several units that sign together, the first one
            found = _named(lines[first], "paragraph", rules.units)
            return found and UnitFinding(found.unit_type, Evidence(lines[first], "paragraph", first))
    return None


def _where(words: str, lines: Sequence[str]) -> Evidence:
    """The first line with ``words``, and the clause around them."""
    for at, line in enumerate(lines):
        start = line.find(words)
        if start >= 0:
            return Evidence(clause_around(line, start, start + len(words)), "paragraph", at)
    return Evidence(words, "paragraph")
