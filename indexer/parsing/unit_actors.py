"""Who acts, signs or introduces himself in a text: whose it is, where its title is about something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.reports import Evidence
from indexer.parsing.outline import is_salutation
from indexer.parsing.quoting import clause_around
from indexer.parsing.rulebook import Rulebook, UnitRule

#: The unit that signs, and the date below it, among so many last lines.
_SIGNATURE = re.compile("(?!.*政府办)[\u4e00-\u9fff×xX]{4,24}")
_DATE = re.compile(
    "(?:19|20|二)[\\d〇○零一二三四五六七八九xX×]{2,3}年[\\dxX×一二三四五六七八九十]{1,3}月(?:[\\dxX×一二三四五六七八九十]{1,3}日)?"
)
#: A title that begins with a place and a year, and the office that signs for the place's government.
_PLACES_YEAR = re.compile("[\u4e00-\u9fff×xX]{1,6}[省市县区州盟旗](?:19|20)\\d\\d年")
_OFFICE_OF_GOVERNMENT = re.compile("[\u4e00-\u9fff×xX]{2,8}(?<![镇乡])(?:人民)?政府(?:办公室)?")
_LAST_LINES = 6
#: What names of units end in.
_HEADS = (
    "局|厅|委员会|委办公室|[委府]|办公室|人民政府|政府|管委会|街道|(?<!城)[镇乡]|村|社区|公司|集团|厂|银行|[支分]行|"
    "联社|医院|卫生院|中心|学校|[中小]学(?!习)|学院|大学(?!习)|幼儿园|法院|法庭|检察院|派出所|[支大]队|调查队|妇联|"
    "工会|团委|协会|商会|联合会|党校|政协|人大常委会|纪委监委|组织部|宣传部|统战部|政法委|巡察办"
)
#: How a sentence goes on about who acts.
_DOES = (
    "近|始终|积极|主动|坚持|围绕|聚焦|立足|以|把|将|通过|探索|推|创|开展|组(?!织部(?!分))|成立|抽|会同|牵头|召开|举|"
    "对|针对|结合|认真|深入|扎实|着力|全面|紧|切实|高度|先后|采取|决定|拟|坚守|牢记|践行|持续|多措|走出|自|联合|投入|"
    "着眼|面对|率先|争当|当好|念好|精准|强化|加强|深耕|整合|建[立起成强]|设立|选派|派出|利用|制[定订]|印发|计划|隆重|"
    "专门|今天|用|累计|在|从|按|根据|地处|位于|坐落|现有|下?辖|打造|依托|充分|不断|大力|严格|安排|履行|发挥|狠抓|锚定|"
    "研究|走访|赴|到|一行|上下|领导|干部|民警|干警|调[研查]|课题|专题"
)
#: What a name does not begin with: whom somebody else went to, asked or took along.
_OTHERS = (
    "走访|建议|要求|希望|由|深入|对|在|组织|联合|会同|选取|抽|邀请|来到|赴|全[省市县区镇乡国]|各|部分|多数|许多|一些|"
    "有的|我国|[一二三四五六七八九十百千两几\\d]+[所家个]"
)
#: A unit that the first sentence says something of: 县水利局成立调研组, 石牛镇探索开办.
_ACTOR = re.compile(
    "(?:^|[，。；：？！“”、（(\\s]|[年月日])(?:今天|今年|目前|为此|为了?|经|近日|日前|近年来)?"
    f"((?!{_OTHERS})(?:[\u4e00-\u9fff×xX]{{2,16}}?|[省市县区州旗乡镇村院校局]|(?=街道|公司|集团|管委会))(?:{_HEADS})"
    "(?:“?两委”?|党工?委|党组|党总支|党支部|党建办|机关|办事处|[\u4e00-\u9fff]{0,8}[委组科处室股])?)"
    f"(?:、[^，。、]{{2,8}})?(?={_DOES})"
)
#: Where an account begins: 走进县医保局服务大厅, 在黄泥岗村，提起….
_SCENE = re.compile(
    f"(?:走进|来到|(?:^|[，。”])在)((?!全|各)(?:(?![的个们])[\u4e00-\u9fff]){{2,12}}?(?:{_HEADS}))(?=[，里内]|服务|便民)"
)
#: What somebody introduces himself as.
_ROLE = re.compile(
    "(?:我是|我叫[\u4e00-\u9fff]{2,4}，(?:是|现任|任|担任)|本人(?:系|是|现任|任|自[^，。]{2,10}?(?:担任|任))"
    "|(?:我|本人)?(?:于[^，。]{2,12})?(?:现任|担任|当选(?:为)?))"
    "([^，。、]{3,24}?(?:长|任|记|员|官|师|理|席|医生|会计|负责人|干部|干事))"
)
#: Whose member somebody speaks as (作为县水利局新录用的选调生).
_MEMBER = re.compile(
    "(?:作为|身为|我是|本人(?:系|是))(?:一[名位个])?([\u4e00-\u9fff×xX]{2,20}?)(?:[里中]?的?(?:一[名位个员]|一分子)|(?:新[录聘招]用?|新进|新入职|基层|普通|年轻|在职|挂职|派驻)*的?(?:一[名位])?"
    "(?:选调生|公务员|干部|职工|员工|工作人员|科员|办事员|大学生|教师|医生|护士|民警|党员|新人))"
)
#: Who sent a text in (（凤栖街道妇联供稿）, 供稿：县妇联).
_CREDIT = re.compile("[（(]?(?:(?:供稿|报送|来稿)(?:单位)?[：:])?([\u4e00-\u9fff]{2,20}?)(?:供稿|报送|来稿|提供)?[）)]?")
#: A line that only says to whom a text is.
_ADDRESSEES = re.compile("(?!.*如下)[^。；]{2,60}[：:]")
#: Who had a matter looked into (按照县人大常委会工作安排，…).
_ORDERED = re.compile(
    "(?:根据|按照|受)([\u4e00-\u9fff]{1,14}?(?:局|委员会|办公室|政府|人大常委会|政协|[县市区]委))"
    "[^。；]{0,14}(?:安排|部署|计划|要求|委托)"
)
#: In whose name somebody reports.
_CHARGED = re.compile(
    "受([\u4e00-\u9fff]{1,14}?(?:政府|[党县市区镇乡]委|常委会|主席团|理事会|委员会|党组|班子))的?委托[，,]?(?:现|我|由我|就|向)"
)
_FIRST_PARAGRAPHS = 3
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


def named_in(text: str, place: str, units: Sequence[UnitRule]) -> UnitFinding | None:
    """The first unit whose title pattern fits, in order of precedence."""
    for rule in units:
        match = rule.title.search(text)
        if match:
            return UnitFinding(rule.unit_type, Evidence(clause_around(text, *match.span()), place))
    return None


def signed_by(lines: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit that signs a text above its date."""
    for at in range(len(lines) - 1, max(len(lines) - _LAST_LINES, 0), -1):
        if _DATE.fullmatch(lines[at]) and _SIGNATURE.fullmatch(lines[at - 1]):
            first = at - 1
            while first > 1 and _SIGNATURE.fullmatch(lines[first - 1]) and named_in(lines[first - 1], "paragraph", rules.units):
                first -= 1  # of several units that sign together, the first one
            found = named_in(lines[first], "paragraph", rules.units)
            return found and UnitFinding(found.unit_type, Evidence(lines[first], "paragraph", first))
    return None


def government_signing(title: str, lines: Sequence[str]) -> UnitFinding | None:
    """The government of the place whose year a title begins with, where the government's office signs (曲溪县2026年…计划)."""
    place = _PLACES_YEAR.match(title)
    for at in range(len(lines) - 1, max(len(lines) - _LAST_LINES, 0), -1) if place else ():
        if _DATE.fullmatch(lines[at]) and _OFFICE_OF_GOVERNMENT.fullmatch(lines[at - 1]):
            return UnitFinding("政府", Evidence(lines[at - 1], "paragraph", at - 1))
    return None


def role_in(lines: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit of the post that somebody introduces himself with (我是城南中队中队长…)."""
    at, first = first_paragraph(lines)
    for match in (*_ROLE.finditer(first), *_MEMBER.finditer(first)):
        found = named_in(match[1], "paragraph", rules.units)
        if found:
            return UnitFinding(found.unit_type, Evidence(match[1], "paragraph", at))
    return None


def charged_by(lines: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit that had somebody report in its name (受县人民政府委托，我向…报告)."""
    for at, line in enumerate(lines[:_FIRST_PARAGRAPHS]):
        match = _CHARGED.search(line[:_FIRST_CHARACTERS]) if "委托" in line else None
        found = named_in(match[1], "paragraph", rules.units) if match else None
        if match and found:
            return UnitFinding(found.unit_type, Evidence(match[0], "paragraph", at))
    return None


def sent_in_by(credits: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit that sent a text in to who prints it, as a line below it says, which is no part of the text."""
    for line in credits:
        match = _CREDIT.fullmatch(line)
        found = named_in(match[1], "title_block", rules.units) if match else None
        if found:
            return found
    return None


def actor_in(lines: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit that the first paragraph says something of."""
    at, first = first_paragraph(lines)
    for match in _ACTOR.finditer(first):
        found = named_in(match[1], "paragraph", rules.units)
        if found:
            return UnitFinding(found.unit_type, Evidence(match[1], "paragraph", at))
    return None


def scene_in(lines: Sequence[str], rules: Rulebook) -> UnitFinding | None:
    """The unit that the first paragraph leads to, as accounts under a slogan begin."""
    at, first = first_paragraph(lines)
    match = _SCENE.search(first)
    found = named_in(f"{match[1]}党支部", "paragraph", rules.units) if match else None
    return UnitFinding(found.unit_type, Evidence(match[1], "paragraph", at)) if match and found else None


def orderer_in(lines: Sequence[str], rules: Rulebook) -> UnitFinding:
    """The unit that had a matter looked into, where nothing else says whose a survey is."""
    match = next(filter(None, map(_ORDERED.search, lines[:1])), None)
    return (match and named_in(match[1], "paragraph", rules.units)) or UnitFinding(None)


def first_paragraph(lines: Sequence[str]) -> tuple[int, str]:
    """The beginning of the first paragraph, without whose orders it is about, and which line it is."""
    own = (at for at, line in enumerate(lines) if not (is_salutation(line) or _ADDRESSEES.fullmatch(line)))
    at = next(own, 0)
    return at, _BY_ORDER.sub("", lines[at][:_FIRST_CHARACTERS]) if lines else ""
