"""Lines that are nothing but the name of a unit or a place, as they stand above and below titles and texts."""

from __future__ import annotations

import re

#: The words that name a unit, wherever they stand.
NAMES_UNIT = re.compile(
    "[局院行校园村镇乡县区市厂站所队处]|公司|集团|社区|街道|妇联|工会|团委|支部|党委|党组|中心|委员会|协会"
)
#: Surnames, for a unit's name with that of a person behind it (县医保局 高山青).
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方"
    "石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温季俞章鲁葛伍韦申尤毕"
    "聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍覃霍翁隋甘景单包司柏宁柯阮桂闵解柴"
    "华车冉房边尚佟骆褚滕芮储仲伊仇栾厉戎符郜薄蒲邰鄂卓蔺屠蒙郁胥莘贡姬郦雍桑濮扈冀晏瞿慕茹艾匡寇阙巩敖阚饶鞠简佘巫揭亓逄"
)
#: Surnames of two characters.
_TWO_SURNAMES = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫|呼延|宇文|长孙|独孤"
#: What begins with a surname and is no name (应急处方案).
_NOT_NAMES = (
    "方案|方法|安排|安全|文件|任务|时[间候限]|党[建委组员支]|金融|成[效果绩立员本]|管理|常[务规]|解[决答读]|明[确年细]|经[验费济]|石油|水[利平]|马上"
    "|车[辆间]|全[体面年]|应[急当]|段|江河|云|温馨|余|路|毛病|高[效质]|房|和|平[安台]|白|和谐|易|单位|项目"
)
_SIGNED_BY = re.compile(
    r"(?:中共)?[\u4e00-\u9fff×xX]{0,8}[省市县区镇乡州旗村][\u4e00-\u9fff]{0,10}(?:局|委|办|院|校|站|所|中心|公司|支行|社区|街道|学|行|政府|会|队|厂|联|(?<!干)部)"
    rf"[{_SURNAMES}][\u4e00-\u9fff×]{{1,2}}"
    rf"|[\u4e00-\u9fff×xX]{{2,12}}(?:[小中]学|学校|幼儿园|卫生院|医院|派出所|支行|车间|班组)[{_SURNAMES}][\u4e00-\u9fff×]{{1,2}}"
    rf"|[\u4e00-\u9fff×xX]{{2,14}}(?:[大中支]队|[科股]室?|(?<!办)(?<!所)[处所站])(?!{_NOT_NAMES})[{_SURNAMES}][\u4e00-\u9fff×]{{1,2}}"
    rf"|[\u4e00-\u9fff×xX]{{2,14}}(?:[小中]学|学校|幼儿园|学院|医院|卫生院|局|公司|[支分]行|法院|检察院|中心)[\u4e00-\u9fff]{{1,8}}[组部庭科股室](?!{_NOT_NAMES})[{_SURNAMES}][\u4e00-\u9fff×]{{1,2}}"
    rf"|[\u4e00-\u9fff×xX]{{3,16}}(?:[局委办院校站所科股室处队]|中心|公司|[中小]学)(?:{_TWO_SURNAMES})[\u4e00-\u9fff×]{{1,2}}"
)
#: A line that is nothing but a unit's name.
_SIGNED = re.compile(
    r"[\u4e00-\u9fff×xX]{4,18}"
    r"(?:局|厅|委|委员会|办公室|办事处|法院|检察院|医院|卫生院|中学|小学|大学|学院|支队|大队|妇联|工会|公司|协会|商会"
    r"|[理务服技监]站|派出所|(?:服务|事务|指挥|管理|信息)中心|管委会|村委会|居委会|研究室|党支部|党总支|课题组|调[研查]组|联合会)"
)
#: One that says where it is, whatever office of that place it is.
_SIGNED_OF_PLACE = re.compile(
    "(?:中共)?[\u4e00-\u9fff×xX]{0,6}[省市县区州盟旗镇乡](?:[委府]?[\u4e00-\u9fff]{1,8}(?:办|局|校|馆|台|所|站|联|科协|社|处|书店|[科室股组宫])|委|[委府]办|纪委|纪委监委|党委)"
)
_PERSON = rf"[{_SURNAMES}]\s{{0,4}}[\u4e00-\u9fff×]\s{{0,4}}[\u4e00-\u9fff×]?"
_NAMED = re.compile(_PERSON)
#: A person's name with the office held (县审计局局长 高山青).
_IN_OFFICE = re.compile(
    r"[\u4e00-\u9fff×xX（()）、]{2,30}(?:书记|主任|主席|[局院校镇乡市县区省厅处科所站队行]长|董事长|经理|检察长|秘书长|教师|老师)\s{0,4}"
    + _PERSON
)
_IN_BRACKETS = re.compile("[（(]([^（()）]{3,20})[）)]")
_WITH_BRACKETS = re.compile("([^（()）]{4,})[（(][^（()）]{2,8}[）)]")
#: A line that is nothing but the name of a place whose text it is.
_PLACE = re.compile(r"(?!.*[进在到入建让为的])[\u4e00-\u9fff]{2,8}(?:镇|乡|村|街道|社区)")


def is_signed(text: str) -> bool:
    """Whether a line is nothing but the names of units, or of a unit and a person."""
    parts = re.split("[、，,；; ]", text)
    units = all(is_unit(part) or NAMES_UNIT.search(part[-4:]) or part.endswith("部") for part in parts)
    return len(text) <= 40 and (units or is_signed_by(text))


def is_unit(text: str) -> bool:
    """Whether a line is nothing but a unit's or a place's name."""
    twofold = _WITH_BRACKETS.fullmatch(text)  # 烟草专卖局（公司）
    name = twofold[1] if twofold else text
    return any(pattern.fullmatch(name) for pattern in (_SIGNED, _SIGNED_OF_PLACE, _PLACE))


def is_signed_by(text: str) -> bool:
    """Whether a line is nothing but a unit's name with that of a person behind it."""
    return _SIGNED_BY.fullmatch(text) is not None


def holds_office(text: str) -> bool:
    """Whether a line is nothing but the name of a person with the office held."""
    return len(text) <= 40 and _IN_OFFICE.fullmatch(text) is not None


def is_person(text: str) -> bool:
    """Whether a line is nothing but the name of a person, with the office held or without."""
    return _NAMED.fullmatch(text) is not None or holds_office(text)


def without_brackets(text: str) -> str:
    """What stands in the brackets that a line is set in (（县发改局）); the line itself elsewhere."""
    inside = _IN_BRACKETS.fullmatch(text)
    return inside[1] if inside else text
