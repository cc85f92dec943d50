"""What kind of unit a report is of: title, byline, self-designation, vocabulary, in this order."""

from __future__ import annotations

import pytest

from indexer.model.reports import Evidence
from indexer.parsing.rulebook import default_rulebook
from indexer.parsing.units import find_unit
from tests.parsing.builders import PROSE, one

RULES = default_rulebook()


def unit(title: str | None, body: str = "", block: tuple[str, ...] = ()) -> str | None:
    return find_unit(title, block, body.splitlines(), RULES).unit_type


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("述职报告（妇联）", "妇联"),
        ("区总工会工作总结", "工会"),
        ("共青团青崖县委工作总结", "团委"),
        ("述职报告（区委书记）", "地方党委"),
        ("青崖县人民政府工作总结", "政府"),
        ("述职报告（税务局）", "机关"),
        ("派出所党支部工作汇报", "公安"),
        ("检察长述职报告", "检察院"),
        ("区人民法院工作总结", "法院"),
        ("述职报告（集团公司）", "企业"),
        ("支行行长述职报告", "银行"),
        ("实验小学工作总结", "学校"),
        ("卫生院院长述职报告", "医院"),
        ("松风镇党委书记述职", "街道乡镇"),
        ("镇党委书记述职报告", "街道乡镇"),
        ("望江街道工作总结", "街道乡镇"),
        ("白杨社区工作总结", "社区村"),
        ("书法家协会工作总结", "其他"),
        ("民事审判第一庭庭长述职报告", "法院"),
        ("护士长述职报告", "医院"),
        ("班主任工作计划", "学校"),
        ("松风镇青崖村环境整治经验", "社区村"),
        ("青崖村村规民约", "社区村"),
        ("镇综合执法队工作计划", "街道乡镇"),
        ("松风镇扎实开展清洁家园行动", "街道乡镇"),
        ("青崖县松风乡各村修渠工作总结", "街道乡镇"),
        ("在全镇修渠大会上的讲话", "街道乡镇"),
        ("在巡察整改民主生活会上的发言（松风镇）", "街道乡镇"),
    ],
)
def test_the_title_names_the_unit(title: str, expected: str) -> None:
    """Every unit type by an invented title."""
    assert unit(title) == expected


def test_the_bracket_wins_over_the_rest_of_the_title() -> None:
    """（公安局） says whose report it is, whatever the report is about."""
    assert unit("2018年度服务企业工作述职报告（公安局）") == "公安"


def test_a_womens_federation_that_speaks_of_communities_is_still_one() -> None:
    """Much vocabulary of another unit doesn't outweigh how the report calls itself."""
    body = "区妇联一班人走遍了各社区。" + "社区居民、网格员和小区楼栋长都来参加。" * 6
    assert unit(None, body) == "妇联"


def test_a_byline_names_the_unit() -> None:
    """A title that says nothing is helped out by the line under it."""
    assert unit("述职报告", PROSE[0], ("青崖县公安局党委书记",)) == "公安"


@pytest.mark.parametrize(
    ("self_name", "expected"),
    [("我行", "银行"), ("我局", "机关"), ("我镇", "街道乡镇"), ("我村", "社区村"), ("集团党委", "企业"), ("我校", "学校")],
)
def test_a_report_says_who_we_are(self_name: str, expected: str) -> None:
    """我行、我局、我村 at the opening decide without a title."""
    assert unit(None, f"一年来，{self_name}做了不少事。{self_name}还修了渠。" + PROSE[0]) == expected


def test_a_report_that_does_not_say_is_unknown() -> None:
    """None, shown as 未知: no guess from a single word."""
    assert unit(None, PROSE[0]) is None
    assert unit("2021年度述职报告", PROSE[0] + "走访了一家企业。") is None
    assert one("2021年度述职报告", *PROSE).unit_type is None


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("城镇管理局工作总结", "街道乡镇"),
        ("团结湖公司工作总结", "团委"),
        ("市司法局党委工作总结", "地方党委"),
        ("农村信用社工作总结", "社区村"),
        ("送戏下乡活动总结", "街道乡镇"),
        ("统筹城乡发展工作总结", "街道乡镇"),
        ("示范小镇建设总结", "街道乡镇"),
        ("松风镇供水公司工作总结", "街道乡镇"),
        ("松风镇村级账目公开工作总结", "社区村"),
        ("松风镇美丽乡村建设工作总结", "社区村"),
        ("家庭长效教育工作总结", "法院"),
        ("教育局教师队伍建设总结", "学校"),
        ("在巡察整改会上的发言", "机关"),
    ],
)
def test_a_name_inside_another_is_not_the_unit(title: str, wrong: str) -> None:
    """城镇 is no 镇, 局党委 no 地方党委, 农村 no village."""
    assert unit(title) != wrong


def test_the_evidence_is_told() -> None:
    """The clause that decided can be shown to the user, with the place where it stands: a whole one,
    not the letters that matched."""
    assert find_unit("述职报告（妇联）", [], [], RULES).evidence == Evidence("妇联", "title")
    assert find_unit("述职报告", ["青崖县公安局"], [], RULES).evidence == Evidence("青崖县公安局", "title_block")
    title = find_unit("2020年镇党委书记抓党建述职报告", [], [], RULES).evidence
    assert title == Evidence("2020年镇党委书记抓党建述职报告", "title")
    assert find_unit(None, [], PROSE[:1], RULES).evidence is None


def test_evidence_in_the_body_names_its_paragraph() -> None:
    """Headings are not counted as paragraphs, so the number leads to the right one."""
    report = one("述职报告", PROSE[0], "一、主要工作", PROSE[1] + "我行网点、我行柜面都换了灯。", PROSE[2])
    assert report.unit_type == "银行"
    assert report.unit_evidence == Evidence("我行网点", "paragraph", 1)


@pytest.mark.parametrize(
    ("first", "unit"),
    [
        ("2024年，松岭市机关事务管理中心坚持服务大局，完成各项任务。现将情况总结如下。", "机关"),
        ("2024年，市政府办公室坚持规矩、注重实效，保障各项事务运转。", "机关"),
        ("一年来，松岭县政务服务中心窗口办件九万件，好评不断。", "机关"),
        ("2021年，青石街团结带领全街干部群众，推动各项工作取得新成效。", "街道乡镇"),
        ("2022年，东溪街道坚决贯彻各项部署。现将我街道工作报告如下：", "街道乡镇"),
        ("按照县教育局党委要求，我镇认真抓好茶业，现述职如下。", "街道乡镇"),
        ("在县公司党委的关心支持下，松岭县信访局党组守住了平安。", "机关"),
        ("一年来，松岭镇坚持茶旅融合，茶农日子越过越好。", "街道乡镇"),
    ],
)
def test_what_a_unit_calls_itself_in_its_first_paragraph_decides(first: str, unit: str) -> None:
    """A company, a school and a committee that are only spoken of do not outvote it."""
    body = "妥善处置海渔公司检测阳性事件，走访公司三家，集团项目开工，学校师生参加，组织居民九百人次。"
    assert one(first, "一、主要工作", body, body).unit_type == unit


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (("2022年度工作总结", "我们围绕职工关心的工资开展工作。", "工会先后召开集体协商会议2次，签订工资专项合同。"), "工会"),
        (("加强女工组织建设。举办讲座三次。", "我校女工参加征文，工会的做法得到推广。"), "工会"),
        (("船业公司年度总结", "公司上下抓好造船，与工商联商会座谈两次。"), "企业"),
        (("县国资系统党委工作总结", PROSE[0]), "机关"),
        (("县宣传系统年度工作总结", PROSE[0]), "机关"),
        (("县委政研室工作总结", PROSE[0]), "机关"),
        (("松岭县商会年度总结", PROSE[0]), "其他"),
    ],
)
def test_words_inside_other_words_name_no_unit(lines: tuple[str, ...], unit: str) -> None:
    """协商会议 is no 商会; a school's union is a union; 国资, 宣传系统 and 政研室 are offices."""
    assert one(*lines).unit_type == unit


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("青崖县教育局关于校园安全检查的通知", "机关"),
        ("松风镇关于落实企业走访制度的总结", "街道乡镇"),
        ("青崖县政府办公室关于学校放假的通知", "政府"),
        ("让企业少跑腿——青崖县税务局优化服务典型经验", "机关"),
        ("把学校办到村口——松风镇党委典型做法", "街道乡镇"),
        ("村校合并之后——以松风镇小学为例", "学校"),
    ],
)
def test_who_issues_a_text_outweighs_what_it_is_about(title: str, expected: str) -> None:
    """What stands before 关于 and what a subtitle says come before the whole title."""
    assert unit(title) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("高山青调研渡口建设", "5月6日，县委书记高山青深入渡口，察看船只，要求水利局管好船。"), "地方党委"),
        (("渡口充电难的调查", "居民说，建议由行业协会牵头，协商价格。"), None),
        (("关于渡口安全的调研报告", "青崖县水利局课题组", "居民、物业和小区楼栋长都来参加座谈。"), "机关"),
    ],
)
def test_the_first_lines_say_whose_a_text_is(lines: tuple[str, ...], expected: str | None) -> None:
    """The news of a party secretary, a survey that only speaks of an association, one that is signed."""
    assert one(*lines, PROSE[0], PROSE[1]).unit_type == expected


@pytest.mark.parametrize(
    ("title", "speaker", "unit_type"),
    [
        ("在全县教育工作会议上的讲话", "县委副书记、县长　高山青", "政府"),
        ("在护士节表彰会上的讲话", "县委常委、宣传部部长　高山青", "机关"),
        ("在庆祝教师节座谈会上的致辞", "青瓦镇党委书记、镇长　高山青", "街道乡镇"),
        ("在企业家迎新春酒会上的祝酒词", "副县长　高山青", "政府"),
        ("在全行开门红动员会上的讲话", "副行长　高山青", "银行"),
    ],
)
def test_who_speaks_is_the_unit_not_the_occasion(title: str, speaker: str, unit_type: str) -> None:
    """What a meeting is about says nothing of whose the speech is; of several offices the last one counts."""
    assert find_unit(title, [title, speaker], [], RULES).unit_type == unit_type


def test_a_speech_without_a_speaker_goes_by_its_title() -> None:
    """The occasion is better than nothing."""
    assert find_unit("在全市法院院长会议上的讲话", ["（2024年1月3日）"], [], RULES).unit_type == "法院"


def test_what_a_congress_resolves_is_not_the_governments() -> None:
    """The title names first whose resolution it is, then what about."""
    title = "青瓦县第十八届人民代表大会第二次会议关于县人民政府工作报告的决议"
    assert find_unit(title, [], [], RULES).unit_type == "其他"


def test_who_signs_tells_the_unit_where_no_title_does() -> None:
    """Above its date stands the unit; whom a letter is to says nothing."""
    report = one("致全县企业的一封信", "尊敬的各位老板：", *PROSE[:2], "青瓦县市场监督管理局", "2025年1月9日")
    assert report.unit_type == "机关"


def test_a_units_name_with_a_persons_behind_it_belongs_to_the_title() -> None:
    """县医保局 高山青 under a bare 述职报告 is no heading."""
    report = one("述职报告", "（2023年度）", "青瓦县医保局　高山青", *PROSE[:3])
    assert (report.unit_type, report.headings) == ("机关", ())
