"""Whose a report is where its title does not say: by the lines below its title, else by its file's name, else by the nearest
folder that names something. Pure; nothing is made up: what none of them names stays unnamed.

Many reports share a title (政府工作报告, 2023年工作总结), and the file of one may be called by its year alone (2023.txt): a
paragraph copied from it would be nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import PurePosixPath

from indexer.language.normalize import HAN
from indexer.parsing.unit_lines import is_unit, without_brackets

#: What titles of work reports have in common; a title of nothing else identifies no report.
_COMMON_WORDS = re.compile(
    r"[0-9〇○零一二三四五六七八九十]+|年度?|上半|下半|全年|第.届|政府|党建|党风廉政|工作|履职|述[职责廉德法学评]+|报告|总结|汇报|计划|要点"
    r"|材料|情况|个人|领导|班子|成员|第一书记|书记|主要负责人|局长|主任|主席|院长|校长|抓|落实|履行|主体|责任|基层|党委|党组|党总?支部?"
    r"|党员|组织|建设|全面|从严|治党|关于|度|版|全文|范文|稿"
)
#: The same of folders, which say what kind of files lie in them.
_COMMON_FOLDER = re.compile(
    "下载|文件夹?|文档|资料|新建|桌面|备份|副本|历年|往年|近年|各[省市州盟县区旗镇乡级地家类]|归档|存档|档案|收集|收藏|整理|汇[编总]|范例|样[例本]"
    "|参考|素材|其[他它]|单位|部门|我的|电脑|公文|讲话|发言|调研|方案|通知|学习|合集|大全|打包|压缩包?|月|季度"
)
#: What names of units have in common, and units that any place has.
_ANY_UNIT = re.compile(
    "人民政府|政府|人民|自治区|党委|党组|党总支|党支部|支部|委员会|机关|学校|医院|企业|公司|银行|街道|社区|单位|办公室|^[省市州盟县区旗镇乡村局院校委]+"
)
_UNIT_SIGN = re.compile(
    f"[{HAN}](?:[局院校园村镇乡县区市省州盟旗厅厂站所队处]|公司|集团|社区|街道|妇联|工会|团委|支部|中心|委员会|协会|银行|支行)"
)
_HAN = re.compile(f"[{HAN}]")
_MASKED = re.compile("[某×xX*]")

#: How the name of a unit ends; a place alone is one where an office is named behind it (云岫县县长).
_BODY = (
    "(?:人民政府|政府|(?<![新大全格布结时])局|厅|委员会|党委|党组|党总支|党支部|办公室|办事处|法院|检察院|医院|卫生院|中学|小学|大学|学院|支队|大队"
    "|派出所|管理所|妇联|妇女联合会|总工会|工会|团委|公司|集团|支行|银行|协会|联合会|管委会|村委会|居委会|宣传部|组织部|统战部|武装部|县委|市委|区委|省委)"
)
_PLACE = "(?:省|自治区|自治州|市|县|区|州|盟|旗|镇|乡|街道|社区|村)"
_OFFICE = (
    "(?:党委|党组|党支部)?(?:代|副|常务副)?(?:[省市州盟县区旗镇乡局院校厅所站队行处]长|检察长|主任|主席|书记|董事长|经理)"
)
_PERSON = rf"(?:[\s\u3000]*[{HAN}](?:[\s\u3000·]*[{HAN}]){{1,9}})?"
_LABEL = rf"(?:[{HAN}]{{2,4}}[：:]\s*)?"
#: 云岫县人民政府县长 高山青 names 云岫县人民政府.
_IN_OFFICE = re.compile(rf"{_LABEL}(?:中共)?([{HAN}]{{2,20}}?(?:{_BODY}|{_PLACE})){_OFFICE}{_PERSON}")
_ALONE = re.compile(rf"{_LABEL}(?:中共)?([{HAN}]{{1,8}}{_PLACE}[{HAN}]{{0,12}}?{_BODY}(?:党委|党组|党总支|党支部)?)")
#: 在云岫县第九届人民代表大会第三次会议上 names 云岫县.
_CONGRESS = re.compile(rf"(?:在?(?:中国共产党|中共)|在)([{HAN}]{{1,18}}?{_PLACE})第?[0-9〇零一二三四五六七八九十]+[届次]")
_SENTENCE = re.compile("[在的抓让把被，。；]")
_EDGES = "（()）-—–―_ .　"


def identifies(title: str) -> bool:
    """Whether a title tells its report from others: whether anything is left without the words all titles share."""
    return len(_HAN.findall(_COMMON_WORDS.sub("", title))) > 1


@lru_cache(maxsize=4096)
def names_a_unit(title: str) -> bool:
    """Whether a title says by itself whose its report is."""
    return _UNIT_SIGN.search(_COMMON_WORDS.sub("", title)) is not None


def file_name(path: str) -> str:
    """The last part of a path of either system."""
    return re.split(r"[\\/]", path.rstrip("\\/"))[-1]


def file_stem(path: str) -> str:
    """The file's name without its extension."""
    return PurePosixPath(file_name(path)).stem


def whose(title: str | None, title_lines: Sequence[str], files: Sequence[str], root: str = "") -> str:
    """The name of the unit or place that a report is of, where its title does not say it; empty where nothing does. ``root`` is
    the name of the folder that its first file's path begins below."""
    said = title or (file_stem(files[0]) if files else "")
    if names_a_unit(said):
        return ""
    head = named_in_head(tuple(line for line in title_lines if line != title))
    if head and head not in said:
        return head
    if identifies(said) or not files:
        return ""
    beside = file_stem(files[0]).replace(title, "").strip(_EDGES) if title else ""
    return beside if identifies(beside) else _folder(files[0], root)


@lru_cache(maxsize=4096)
def named_in_head(lines: Sequence[str]) -> str:
    """The unit or place that the lines below a title name: the unit somebody speaks for, else the place whose congress it is."""
    texts = [without_brackets(line.strip(_EDGES)) for line in lines]
    for found in (*_units(texts), *(place for text in texts for place in _CONGRESS.findall(text))):
        if len(_HAN.findall(_ANY_UNIT.sub("", found))) > 1 and not _MASKED.search(found):
            return str(found)
    return ""


def _units(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        found = _IN_OFFICE.fullmatch(text) or _ALONE.fullmatch(text)
        if found and not _SENTENCE.search(found[1]):
            yield found[1]
        elif is_unit(text) and not _SENTENCE.search(text) and re.search(f"{_BODY}$", text):
            yield text


def _folder(file: str, root: str) -> str:
    """The nearest folder above a file that names something."""
    for name in (*reversed(re.split(r"[\\/]", file)[:-1]), root):
        bare = name.removesuffix(".zip").strip(_EDGES)
        if identifies(_COMMON_FOLDER.sub("", bare)):
            return bare
    return ""
