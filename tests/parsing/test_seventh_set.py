"""What the seventh blind set taught, kind by kind, each beside one that only looks like it.

Whose a slogan is, the years of speeches and accounts, what a page says beside its text, problems before their causes.
"""

from __future__ import annotations

import pytest

from indexer.parsing import parse
from indexer.reading import read
from tests.parsing.builders import PROSE, one

DONE = "先后修船30条，走访船工百人，办结来信十二件。"
LACKS = "但渡口管护仍不到位，夜班人手不够，两处缆桩锈蚀，台账也不齐全。"


def kinds(*lines: str) -> list[str]:
    """The sections of the paragraphs of a report of these lines, below its title."""
    return ["+".join(p.sections) for p in one(*lines).paragraphs]


def test_a_slogan_and_a_subtitle_without_a_dash_are_one_title() -> None:
    """A title is whole only with the line that says whose experience it is."""
    report = one("把渡口搬到家门口", "青瓦县水利局服务船工的实践", *PROSE)
    assert report.title == "把渡口搬到家门口——青瓦县水利局服务船工的实践"
    assert report.genre == "经验材料"


def test_a_first_heading_is_no_subtitle() -> None:
    """为民服务的实践 names nobody: it is the heading of a section."""
    assert one("把渡口搬到家门口", "为民服务的实践", *PROSE).title == "把渡口搬到家门口"


def test_a_title_may_say_whose_it_is_above_a_colon() -> None:
    """The unit's line and the slogan below it are one title, and the series says what the text is."""
    report = one("青瓦县水利局：", "让船工“有靠山、有本事、有奔头”", "渡口治理经验交流材料之五", *PROSE)
    assert report.title == "青瓦县水利局：让船工“有靠山、有本事、有奔头”"
    assert report.genre == "经验材料"


def test_who_is_addressed_is_no_title() -> None:
    """A notice that begins with its addressee has a colon there too."""
    assert one("青瓦县水利局：", "现将渡口管护的有关事项通知如下，请认真落实。", *PROSE).title is None


@pytest.mark.parametrize(
    ("noise", "spare"),
    [
        ("渡口站2025年工作总结.docx", "渡口站工作总结"),
        ("【责任编辑：小禾】", "【责任到人】渡口设岗十二处，日夜有人。"),
        ("阅读 3962 | 评论 18 | 点赞 401", "阅读120本，评论18篇，职工都说好。"),
        ("本网站所刊登内容版权归青瓦云所有，转载请注明出处", "本站职工写成渡口志一部，登记版权一项。"),
    ],
)
def test_what_a_page_says_beside_its_text_is_removed(noise: str, spare: str) -> None:
    """Counters, file names and owners are no part of a report; sentences with the same words are."""
    report = one("青瓦县水利局2025年工作总结", *PROSE, spare, PROSE[0], noise)
    assert noise not in [p.text for p in report.paragraphs]
    assert any(spare in text for text in [*(p.text for p in report.paragraphs), *(h.text for h in report.headings)])


def test_the_head_of_a_bulletin_on_one_line_is_no_title() -> None:
    """The name of a bulletin with its number stands above the title of what it prints."""
    assert one("县情研究　2025年第4期", "（内部资料　注意保存）", "渡口为什么难管", "——青瓦县渡口管护调研", *PROSE).title == (
        "渡口为什么难管——青瓦县渡口管护调研"
    )


SPEECH = "在全县渡口工作会议上的讲话"


@pytest.mark.parametrize(
    ("date", "back", "year"),
    [
        ("二〇二五年一月十七日", "先说一年来的事。2024年全县渡口无一起事故，修船30条。", 2024),
        ("二〇二五年六月十七日", "先说半年来的事。2024年全县渡口无一起事故，修船30条。", 2025),
        ("二〇二五年一月十七日", "先说渡口的来历，1958年就有了，修船30条。", 2025),
    ],
)
def test_a_speech_at_the_beginning_of_a_year_is_of_the_one_that_it_looks_back_on(date: str, back: str, year: int) -> None:
    """A speech in January that tells of the year before is of that year; one in June, or one that tells of another, is not."""
    assert one(SPEECH, date, "同志们：", back, *PROSE).year == year


@pytest.mark.parametrize(
    ("first", "year"),
    [
        ("2018年以前渡口年收入只有1.7万元。2024年，渡口收入达到168万元，大家都说好。", None),
        ("2024年，渡口收入达到168万元，大家都说好，四里八乡来学。", 2024),
        ("2021年渡口纠纷占一半，如今不同了。三年下来，降了三成八，大家都说好。", None),
    ],
)
def test_an_account_that_compares_years_is_of_none(first: str, year: int | None) -> None:
    """What was so and what has become of it are not a year reported on."""
    assert one("青瓦村渡口管护经验材料", first, *PROSE).year == year


def test_a_survey_over_years_is_of_none_of_them() -> None:
    """2022年1月至2024年12月 counts what was looked into; 2024年1月 says when."""
    title = "关于渡口纠纷的调研报告"
    assert one(title, "我庭对2022年1月至2024年12月受理的纠纷进行了梳理。", *PROSE).year is None
    assert one(title, "2024年1月，我庭对受理的纠纷进行了梳理。", *PROSE).year == 2024


def test_who_came_to_an_office_in_a_year_reports_on_it() -> None:
    """Where no other year is named, and the account goes to its end."""
    title = "渡口站站长述职报告"
    came = "2024年3月，我从县局调任渡口站站长，走遍了21个村，修船30条。"
    assert one(title, came, "截至12月末，收入9万元，修船30条。", *PROSE).year == 2024
    assert one(title, came, "截至2025年12月末，收入9万元，修船30条。", *PROSE).year != 2024


@pytest.mark.parametrize(
    ("first", "unit"),
    [
        ("2023年，我担任华清里街道党工委书记，认真履行第一责任人职责。", "街道乡镇"),
        ("我局党委与梧桐里社区结对共建，现就一年来社区工作述职如下。", "机关"),
        ("一年来，钟楼西社区党总支办成了一批实事，现述职如下。", "社区村"),
    ],
)
def test_a_title_that_names_nobody_leaves_it_to_who_introduces_himself(first: str, unit: str) -> None:
    """社区党建工作述职报告 is the title of a sample: who reports says himself whose it is."""
    assert one("社区党建工作述职报告", first, *PROSE).unit_type == unit


def test_what_is_wrong_may_come_first_below_a_question_for_causes() -> None:
    """Only the paragraph that says that it gives the causes does; without one the whole division does."""
    above = ("关于渡口管护的调研报告", "县水利局走访了四个镇。", "一、渡口为什么难管")
    items = ("（一）缆桩锈蚀。两处缆桩多年未换，夜里没有灯。", "（二）人手不够。夜班只有一人，台账不齐全。")
    plans = ("二、几点建议", "建议县里设专岗，三个月内换齐缆桩。")
    assert kinds(*above, *items, "深层次原因有三：部门各管一段，没有人牵头。", *plans)[1:4] == ["problems", "problems", "causes"]
    assert kinds(*above, *items, *plans)[1:3] == ["causes", "causes"]


def test_a_label_in_brackets_says_what_its_paragraph_is() -> None:
    """【今后打算】一是… needs no line of its own."""
    above = ("渡口站站长述职报告", "各位同志：", "我任站长三年，现述职如下。")
    said = kinds(*above, f"【管护】{DONE}", f"【主要差距】{LACKS}", "【今后打算】一是换缆桩，二是设灯。")
    assert said[-3:] == ["work", "problems", "plans"]


def test_the_last_of_run_in_items_is_no_heading() -> None:
    """四、建一本台账，… is an item as 三、让船工挣到钱。… is."""
    above = ("关于渡口的调研报告", "一、现状", DONE, "二、建议", "一、修路在前。争取项目，先通十四条路。")
    longer = "二、让船工挣到钱。每条船补贴四百元，大户另补一百二十元，缆桩由村里统一更换。"
    last = "三、建一本台账，镇里统一发布信息，由村委会代管。"
    report = one(*above, longer, last, "青瓦镇人民政府", "2024年7月5日")
    assert last in [p.text for p in report.paragraphs]


def test_a_name_above_those_addressed_belongs_to_the_title() -> None:
    """Who reports stands below the title, though those addressed are no usual audience."""
    report = one("渡口站站长2025年述职报告", "付振疆", "支队党委、各位考评组的同志：", *PROSE)
    assert "付振疆" not in [p.text for p in report.paragraphs]


def test_a_menu_is_no_part_of_a_page() -> None:
    """Its entries (新闻中心) are what any site has; the title below it is whole without them."""
    page = (
        "<html><head><title>2025年供水保障工作方案|青瓦水务</title></head><body>"
        '<ul class="menu"><li>集团概况</li><li>用户服务</li></ul>'
        f"<h1>青瓦水务有限公司<br>2025年供水保障工作方案</h1>{''.join(f'<p>{text}</p>' for text in PROSE)}</body></html>"
    )
    (report,) = parse(read(page.encode(), "方案.html"))
    assert report.title == "青瓦水务有限公司2025年供水保障工作方案"
    assert report.unit_type == "企业"


def test_a_headline_that_differs_from_the_title_of_its_page_stands() -> None:
    """Both begin with whose the news is: what the page is called in its head is not told twice."""
    page = (
        "<html><head><title>青瓦县税务局：税月里的“板凳会”--今日青瓦</title></head><body><h1>青瓦县税务局：办税厅里开起“板凳会”</h1>"
        f"<p>本报讯　4月14日下午，几条长板凳围成一圈。</p>{''.join(f'<p>{text}</p>' for text in PROSE)}</body></html>"
    )
    (report,) = parse(read(page.encode(), "新闻.html"))
    assert report.title == "青瓦县税务局：办税厅里开起“板凳会”"


def test_a_resolution_on_a_scheme_neither_reports_nor_plans() -> None:
    """It puts into force what it resolves; one on a report says by its paragraphs what was done and what is to be done."""
    said = ("会议充分肯定了一年来的工作，认为成绩来之不易。", "会议要求，明年要换齐缆桩，设灯十二盏。")
    scheme = one("青瓦船厂职工代表大会第三次会议关于年金方案的决议", *said)
    report = one("青瓦船厂职工代表大会第三次会议关于工作报告的决议", *said)
    assert {section for p in scheme.paragraphs for section in p.sections} == {"other"}
    assert {section for p in report.paragraphs for section in p.sections} & {"plans"}
    assert scheme.genre == report.genre == "通知"


def test_the_days_of_an_activity_are_part_of_what_is_ordered() -> None:
    """From when to when it lasts is a term; when a meeting begins is a fact."""
    above = ("关于开展“送清凉”活动的通知", "入夏以来持续高温。现将有关事项通知如下：")
    below = ("二、要求", "各级工会要加强领导，责任到人，把物资送到渡口，不得截留。")
    assert kinds(*above, "一、时间", "2025年7月1日至8月31日。", *below)[1] == "plans"
    assert kinds(*above, "一、时间", "2025年7月1日上午九点，会期半天。", *below)[1] == "other"
