"""What is printed in a file but belongs to no report is taken out and stays visible; what only looks
like it stays in."""

from __future__ import annotations

import pytest

from indexer.model.reports import SourceText
from indexer.parsing import parse
from tests.parsing.builders import PROSE, one, parsed, removed_from, removed_texts

TITLE = "2021年度述职报告"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("全体党##paidbegin##组成员都下了村。", "全体党组成员都下了村。"),
        ("村里修##paidend##了渠。", "村里修了渠。"),
    ],
)
def test_a_mark_inside_a_word_goes_alone(line: str, kept: str) -> None:
    """Only the mark is cut out; the word around it closes up again."""
    report = one(TITLE, line, PROSE[0])
    assert report.paragraphs[0].text == kept
    assert {piece.reason for piece in report.removed} == {"付费标记"}


@pytest.mark.parametrize(
    "mark", ["---此处隐藏860字,下载后查看---", "……此处隐藏6120个字……", "...（已隐藏400字，开通会员可见）..."]
)
def test_hidden_text_parts_what_stands_around_it(mark: str) -> None:
    """Nobody knows what is missing: two halves of two sentences are not made into one."""
    report = one(TITLE, f"村里修了八公里渠，账目月月公开，九月起我们{mark}大家都说渠水比以前清了。", PROSE[0])
    texts = [paragraph.text for paragraph in report.paragraphs]
    assert texts[:2] == ["村里修了八公里渠，账目月月公开，九月起我们", "大家都说渠水比以前清了。"]
    assert [piece.reason for piece in report.removed] == ["付费标记"]


@pytest.mark.parametrize(
    "line",
    [
        "索引号：000000000/2026-00001　公开日期：2026-01-09",
        "发文字号：青政办〔2026〕1号　成文日期：2026年1月9日　有效性：有效",
        "地址：青瓦县竹溪路8号　急诊电话：0000-000000",
        "主办：青瓦县总工会　网站标识码：0000000000",
        "上一条：青瓦镇召开年会　下一条：关于值班的公告",
        "返回列表　　收藏本页",
        "我要分享　字号 - +",
        "[导读] 本文为述职材料，供各位朋友参考。",
        "参考链接：青瓦镇工作专栏",
        "热门推荐：发言稿　主持词　演讲稿",
        "以上内容由青瓦文库网友投稿，转载请注明出处",
        "发布人：办公室　发布时间：2026-01-05 09:30　阅读：12",
        "————————————",
        "＊＊＊＊＊＊",
    ],
)
def test_what_a_site_prints_around_a_text_goes(line: str) -> None:
    """Labels of a page, signs that only part texts, and what a site says of a text belong to no report."""
    report = one(TITLE, line, PROSE[0], PROSE[1])
    assert "".join(removed_texts(report)).replace(" ", "").replace("　", "") == line.replace(" ", "").replace("　", "")


@pytest.mark.parametrize(
    "line",
    [
        "地址：青瓦村老祠堂，每月初五开门。",
        "上一条渠修了三年，下一条渠今年动工。",
        "以上内容由各支部书记负责落实，年底向总支报告。",
        "推荐三名青年骨干到县里跟班学习。",
    ],
)
def test_a_sentence_with_the_words_of_a_page_stays(line: str) -> None:
    """The same words in a sentence are the report's own."""
    assert removed_texts(one(TITLE, line, PROSE[0])) == []


def test_what_follows_the_label_of_related_articles_goes() -> None:
    """A list of other titles at the end of a page is no list of the report's."""
    label = "【年终述职报告（精选3篇）】相关文章："
    report = one(TITLE, *PROSE[:3], label, "1.销售工作述职报告", "2.会计述职报告")
    assert removed_texts(report) == [label, "1.销售工作述职报告", "2.会计述职报告"]


@pytest.mark.parametrize("column", ["卫生要闻", "审判研究", "经验交流", "基层党建"])
def test_a_column_above_a_title_goes(column: str) -> None:
    """The column of a site is no title, whatever stands below it."""
    report = one(column, "青瓦镇卫生院2024年工作总结", *PROSE[:2])
    assert (report.title, removed_texts(report)) == ("青瓦镇卫生院2024年工作总结", [column])


def test_a_title_that_reads_like_a_column_stays() -> None:
    """What stands above prose is the only title there is."""
    report = one("经验交流", *PROSE[:3])
    assert removed_texts(report) == []


@pytest.mark.parametrize("line", ["全年召开会议##次。", "此处隐藏着风险，我们装了护栏。", "——把实事办实"])
def test_what_looks_like_a_mark_stays(line: str) -> None:
    """Masked numbers, dashes and plain words are text."""
    report = one(TITLE, line, PROSE[0])
    assert report.removed == ()


def test_an_advert_in_the_title_line_goes_and_the_title_stays() -> None:
    """The title is read without its advert; 【完整版】 is no advert but dressing."""
    report = one("2021年度述职报告（妇联）【更%多#@&素@材尽在竹纸文库】", *PROSE)
    assert report.title == "2021年度述职报告（妇联）"
    assert removed_from(report, "竹纸文库").reason == "广告"
    assert one("2021年度述职报告【完整版】", *PROSE).removed == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("本文系网友投稿，仅供学习参考，请勿照搬照抄！", "广告"),
        ("识别二维码进入竹纸材料网开通会员即可免费使用三百万字资料", "广告"),
        ("下面是小编为大家整理的述职报告，希望对大家有帮助，欢迎阅读借鉴！", "网站导语"),
        ("年度述职报告范文（精选8篇）", "网站导语"),
        ("当前位置：首页 > 公文 > 述职报告 > 正文", "网页部件"),
        ("【字号：大 中 小】", "网页部件"),
        ("更新时间：2022-03-04 10:21 作者：佚名", "网页部件"),
        ("查看人数:97", "网页部件"),
        ("分享到微信", "网页部件"),
        ("---此处隐藏1444字,下载后查看---", "付费标记"),
        ("加入Vip免费下载", "广告"),
        ("repy", "残留标记"),
        ("s0100", "残留标记"),
    ],
)
def test_a_line_of_noise_is_removed_and_shown(line: str, kind: str) -> None:
    """Between paragraphs it is in none of them, and the report says what was taken and why."""
    report = one(TITLE, PROSE[0], line, PROSE[1])
    assert [p.text for p in report.paragraphs] == [PROSE[0], PROSE[1]]
    assert [piece.reason for piece in report.removed] == [kind]
    assert "".join(line.split()) == "".join(removed_texts(report)[0].split())


@pytest.mark.parametrize(
    "line",
    [
        "全年为工会会员免费体检一千二百人次。",
        "动员货车司机加入工会会员三千二百人。",
        "帮助新会员下载普惠服务软件，注册率达到九成。",
        "吸引更多青年关注基层、扎根基层。",
        "办事群众扫描二维码即可给窗口打分。",
        "扫一扫就能评价，群众说方便。",
        "要求党员阅读原文、悟透原理，每季度交流一次。",
        "学习笔记严禁抄袭照搬，发现三起退回重写。",
        "位置偏远、交通不便，是我村的老难题。",
        "下一篇章的画卷已经铺开，我们要接着画。",
        "技术支持力度不够，乡镇系统经常掉线。",
        "主办单位多、协调难，活动时有撞车。",
        "召开新闻发布会六场，邀请记者三十五人次。",
        "时间：全年不断档，每月一次集中学。",
        "下面，我把一年来的工作给大家作个汇报，欢迎大家批评。",
        "今天我给大家说说心里话，与大家分享三点体会。",
        "收藏的老物件摆进了村史馆。",
    ],
)
def test_a_sentence_with_the_words_of_an_advert_stays(line: str) -> None:
    """Removing a body sentence is worse than keeping an advert."""
    report = one(TITLE, PROSE[0], line, PROSE[1])
    assert line in [p.text for p in report.paragraphs]
    assert report.removed == ()


@pytest.mark.parametrize("heading", ["（三）办好政府门户网站", "三、动员司机加入工会会员", "（二）联系我们身边的群众"])
def test_a_numbered_heading_with_the_words_of_noise_stays(heading: str) -> None:
    """A number makes a heading of it, whatever the words."""
    report = one(TITLE, PROSE[0], heading, PROSE[1])
    assert [h.text for h in report.headings] == [heading]


def test_what_follows_the_article_goes_with_its_label() -> None:
    """相关报道： and the links under it are the page's; nothing of them is a paragraph."""
    report = one(TITLE, *PROSE[:2], "相关报道：", "某镇举办插秧比赛", "某村的新桥通车")
    assert [p.text for p in report.paragraphs] == list(PROSE[:2])
    assert removed_texts(report) == ["相关报道：", "某镇举办插秧比赛", "某村的新桥通车"]


def test_a_label_before_long_text_ends_nothing() -> None:
    """With prose behind it the label isn't the end of the article."""
    report = one(TITLE, PROSE[0], "相关报道：", PROSE[1] * 3)
    assert report.paragraphs[-1].text == PROSE[1] * 3


def test_what_the_format_calls_boilerplate_goes() -> None:
    """Spans marked by a reader (a page's navigation) are removed whatever they say."""
    text = f"{TITLE}\n{PROSE[0]}\n街镇风采专栏\n{PROSE[1]}"
    start = text.index("街镇")
    (report,) = parse(SourceText(text, "html", "utf-8", ((start, start + 6),)))
    assert removed_texts(report) == ["街镇风采专栏"]
    assert [p.text for p in report.paragraphs] == list(PROSE[:2])


def test_each_report_of_a_compilation_shows_its_own_noise() -> None:
    """A banner goes to the report it stands before; none is lost on the way."""
    banner = "本文系网友投稿，仅供学习参考，请勿照搬照抄！"
    first, second = parsed(
        banner, "2021年度述职报告（妇联）", *PROSE[:2], banner, "2021年度述职报告（公安局）", *PROSE[2:], "下载"
    )
    assert removed_texts(first) == [banner]
    assert removed_texts(second) == [banner, "下载"]


def test_page_numbers_of_a_preview_are_cut() -> None:
    """1、 2、 that count pages go, and the sentences they broke are whole again."""
    text = "".join(PROSE)
    cut = [text[:100], text[100:197], text[197:290], text[290:]]
    report = one("2021年度述职报告", *(f"{n}、{page}" for n, page in enumerate(cut, 1)))
    assert "".join(p.text for p in report.paragraphs) == text
    assert [piece.text for piece in report.removed] == ["1、", "2、", "3、", "4、"]


def test_the_numbers_of_a_list_stay() -> None:
    """A list counts too, but each of its items is a sentence, or a heading that is short."""
    for lines in ([f"{n}、{text}" for n, text in enumerate(PROSE, 1)], ["1、抓学习，强本领", PROSE[0], "2、抓作风", PROSE[1]]):
        assert not one("2021年度述职报告", "一、主要工作", *lines).removed
