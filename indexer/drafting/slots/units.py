"""The unit that a title names, and whether it is called as its place is."""

from __future__ import annotations

import re

_TITLE_UNIT = re.compile(
    r"^(?:(?:19|20)\d\d年?度?)?(?:中共)?(?P<unit>[\u4e00-\u9fff]{2,14}?(?:银行|总工会|妇联|联合会|医院|检察院|法院|中学|小学|学院|大学|公司|集团|局|委员会|镇|乡|县|区|市|村|社区|街道|协会|院))"
    r"(?=党|委|支|团|机|\d|[一二]|工作|抓|人民政府|政府)"
)


def unit_is_place(unit: str) -> bool:
    """Whether a unit is called as its place is: 石斛镇."""
    return unit[-1] in "省市县区镇乡村" or unit.endswith(("街道", "社区"))


def unit_of_title(title: str | None) -> str:
    """The unit that a title names, empty where it names none: 云岫农商银行 of 云岫农商银行党委2022年度党建工作报告."""
    match = _TITLE_UNIT.match(title or "")
    return match["unit"] if match and len(match["unit"]) >= 3 else ""
