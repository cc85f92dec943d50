"""What pages and compilations of neighbouring genres say of themselves: titles over two lines, lists of texts, columns,
letters, and whose text it is though the title names another unit."""

from __future__ import annotations

import pytest

from indexer.parsing.cleaning import clean
from indexer.parsing.rulebook import default_rulebook
from indexer.parsing.units import find_unit
from tests.parsing.builders import PROSE, one, parsed, removed_texts, source, titles

RULES = default_rulebook()


@pytest.mark.parametrize(
    "line",
    [
        "【文档共12页，购买后可自由编辑】",
        "想看更多请关注服务号“枫桥笔谈”",
        "关注“渡口文稿”，回复“计划”领取全套",
        "=== 全文完 ===",
        "述职大全|工作计划|用户登录",
        "友情链接：青瓦水利　枫桥论坛",
        "青瓦县渡口管理站　备案号：青ICP备00000000号",
        "2023年4月6日 09:15　来源：枫桥站　点击数：77",
        "网站首页　党建频道　理论学习　总结计划",
    ],
)
def test_what_is_handed_on_with_a_text_goes(line: str) -> None:
    """Sellers, counters, links and navigation are no paragraph, and cost the closing above them nothing."""
    report = one("青瓦镇2021年工作总结", *PROSE[:3], line)
    assert [p.text for p in report.paragraphs] == list(PROSE[:3])
    assert len(report.removed) == 1


def test_sentences_with_the_same_words_stay() -> None:
    """What a unit does with its account or its files is work."""
    lines = [
        "关注“青瓦渡口”公众号的居民过了三千，回复“船”就能查班次。",
        "文档编辑归档八百份，登录平台就能查。",
    ]
    assert [line.text for line in clean(source("\n".join(lines)), RULES).lines] == lines


@pytest.mark.parametrize(
    ("above", "below", "title"),
    [
        (
            "中国共产党青瓦县第九届委员会",
            "第四次全体会议决议",
            "中国共产党青瓦县第九届委员会第四次全体会议决议",
        ),
        ("枫桥镇第六届人民代表大会", "第三次会议决议", "枫桥镇第六届人民代表大会第三次会议决议"),
        ("船厂工会第二届委员会第五次全体会议", "公报", "船厂工会第二届委员会第五次全体会议公报"),
    ],
)
def test_a_resolution_over_two_lines_is_one_title(above: str, below: str, title: str) -> None:
    """The committee, then its session; the bracket below says when, and belongs to the title too."""
    report = one(above, below, "（2024年3月3日通过）", *PROSE[:3])
    assert (report.title, report.genre) == (title, "通知")
    assert report.paragraphs[0].text == PROSE[0]


@pytest.mark.parametrize("subtitle", ["举办“开放日”体验活动", "开展水上救生演练活动", "召开老船工座谈会"])
def test_a_slogan_over_an_event_is_news(subtitle: str) -> None:
    """What was held stands in the subtitle, which is half of the title."""
    report = one("听船工讲渡口故事", f"——青瓦站{subtitle}", *PROSE[:3])
    assert report.title == f"听船工讲渡口故事——青瓦站{subtitle}"
    assert (report.genre, report.paragraphs[0].sections) == ("新闻", ("other",))


def test_an_indent_begins_a_paragraph_in_text_of_ragged_lines() -> None:
    """Where only paragraphs are indented the title above the first one stays alone."""
    lines = [
        "关于渡口停船难的调研与思考",
        "　　近年来过河的船越来越多，渡口停船难日益突出，老人和孩子常常要在雨",
        "里等上半天。近期我们走访了四个渡口，问了一百多位船工，形成以下思考，",
        "供大家参考。",
        "　　一、现状",
        "　　四个渡口共有泊位二十六个，登记船只九十条，其中大船三十条，小船六",
        "十条，缺口很大。",
        "　　二、建议",
        "　　把旧码头修起来，让小船先停，大船轮着靠，再请船工自己推举一位管事",
        "的人，把每天的次序排好。",
    ]
    report = one(*lines)
    assert (report.title, report.genre) == (lines[0], "调研报告")
    assert report.paragraphs[0].text == "".join(lines[1:4]).strip()


def test_texts_that_a_list_of_contents_names_are_parted() -> None:
    """Their titles name no kind of report; the compilation does, and the cover and the list itself go."""
    first, second = parsed(
        "全县渡口工作会经验交流材料", "（共2篇）", "目　录", "1.让老人先上船", "2.把仓房变书房",
        "让老人先上船", "青瓦县渡口服务中心", *PROSE[:2], "把仓房变书房", "枫桥县航运公司", *PROSE[2:4],
    )  # fmt: skip
    assert titles((first, second)) == ["让老人先上船", "把仓房变书房"]
    assert (first.genre, second.genre) == ("经验材料", "经验材料")
    assert (first.unit_type, second.unit_type) == ("机关", "企业")
    cover = ["全县渡口工作会经验交流材料", "（共2篇）"]
    assert removed_texts(first) == [*cover, "目录", "1.让老人先上船", "2.把仓房变书房"]


def test_a_list_whose_lines_stand_nowhere_again_parts_nothing() -> None:
    """Numbered lines below 目录 that no title repeats are kept."""
    report = one("青瓦镇2021年工作总结", "目录", "1.让老人先上船", "2.把仓房变书房", *PROSE[:3])
    assert "1.让老人先上船" in [p.text for p in report.paragraphs] + [h.text for h in report.headings]


@pytest.mark.parametrize(
    "column", ["当前位置：首页 > 经验交流 > 水上", "您的位置：首页 > 典型发言", "首页 > 基层 > 特色做法"]
)
def test_the_column_of_a_site_tells_a_genre_that_nothing_else_does(column: str) -> None:
    """A slogan says nothing of its kind; the path above it does."""
    report = one(column, "渡口的灯亮到最后一班船", *PROSE[:3])
    assert report.genre == "经验材料"


def test_the_column_of_a_site_gives_way_to_the_title() -> None:
    """A summary that a site prints among experiences stays one."""
    assert one("首页 > 经验交流", "青瓦镇2021年工作总结", *PROSE[:3]).genre == "工作总结"


@pytest.mark.parametrize(
    ("title", "signature", "unit_type"),
    [
        ("关于防范溺水致全体家长的一封信", "青瓦社区居民委员会", "社区村"),
        ("致全县参保人员的一封信", "青瓦县养老保险事务中心", "机关"),
        ("告全镇企业书", "青瓦镇人民政府", "街道乡镇"),
    ],
)
def test_a_letter_is_of_who_signs_it(title: str, signature: str, unit_type: str) -> None:
    """Neither those it is to nor what it is about tell; its advice is neither work nor plans."""
    report = one(
        title, "亲爱的朋友们：", PROSE[0], "一、过河先看水。涨水的日子请在岸上等。", "二、上船先坐稳。请您扶好船舷，看好孩子。",
        "三、下船先让老人。请等船靠稳再起身。", signature, "2024年6月3日",
    )  # fmt: skip
    assert (report.unit_type, report.genre) == (unit_type, "其他")
    assert {p.sections for p in report.paragraphs[2:5]} == {("other",)}


@pytest.mark.parametrize(
    ("title", "line", "unit_type"),
    [
        ("关于园区企业用电难的调研报告", "青瓦经济开发区管委会", "机关"),
        ("小果子怎样卖进大城市——关于果品上行的调研报告", "县农业农村局调研组", "机关"),
        ("关于社区食堂的调研报告", "青瓦县第一中学课题组", "学校"),
    ],
)
def test_a_line_that_is_a_units_name_beats_what_the_title_is_about(
    title: str, line: str, unit_type: str
) -> None:
    """Whose survey it is stands below the title, alone."""
    assert (
        find_unit(title, [title, line], ["走访了8个乡镇、12家企业和3所学校。"], RULES).unit_type == unit_type
    )


@pytest.mark.parametrize(
    ("byline", "unit_type"),
    [
        ("县教育和体育局局长　高山青", "机关"),
        ("青瓦集团公司总经理 高山青", "企业"),
        ("县人民医院院长：高山青", "医院"),
    ],
)
def test_who_signs_a_bare_title_tells_the_unit(byline: str, unit_type: str) -> None:
    """Not the schools, villages or banks that the text is full of."""
    body = ["我校全校学校师生学生教师教学课堂，我村全村村民，我行贷款存款。"] * 3
    assert (
        find_unit("2021年度述职报告", ["2021年度述职报告", byline.replace("　", "")], body, RULES).unit_type
        == unit_type
    )


def test_who_looked_into_a_matter_is_the_unit() -> None:
    """县水利局组成调研组 names the author; the townships that were visited don't."""
    body = ["为摸清渡口现状，县水利局组成调研组，深入12个乡镇看了一遍。"]
    assert find_unit("关于渡口的调研报告", ["关于渡口的调研报告"], body, RULES).unit_type == "机关"


@pytest.mark.parametrize(
    ("title", "unit_type"),
    [
        ("中共青瓦县委关于学习全会精神的通知", "地方党委"),
        ("中共青瓦县委办公室2023年工作总结", "机关"),
        ("青瓦经济技术开发区2023年工作总结", "机关"),
        ("青瓦县社保中心2023年工作总结", "机关"),
    ],
)
def test_a_committee_its_office_and_a_zones_board_are_told_apart(title: str, unit_type: str) -> None:
    """Whoever the text is addressed to."""
    assert find_unit(title, [title], ["各乡镇党委，县直各单位：", PROSE[0]], RULES).unit_type == unit_type


@pytest.mark.parametrize(
    "says",
    [
        "近年来，青瓦镇探索推行“船票积分”，老人过河不花钱。",
        "近两年，青瓦站创新推出“灯塔值守”，夜里也有船。",
        "近年来，青瓦村探索建立“船工议事”，大事小事一起定。",
    ],
)
def test_an_account_of_something_new_is_told_by_its_first_words(says: str) -> None:
    """A slogan for a title says nothing."""
    assert one("渡口的灯亮到最后一班船", says + PROSE[0], *PROSE[1:3]).genre == "经验材料"
