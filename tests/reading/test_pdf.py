"""Protects that a PDF reads as its author wrote it, not as the paper broke it."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer.errors import UnreadableFile
from indexer.model.reports import SourceText
from indexer.model.unread import unread_line
from indexer.reading.pdf import reader as module
from indexer.reading.pdf.glyphs import Glyph
from indexer.reading.pdf.layout import rows_of
from indexer.reading.pdf.reader import is_pdf, read_pdf
from tests.reading.pdf_files import PITCH, SIZE, Draw, page, pdf, put, report, table, together, wrapped

WORK = "我镇坚持把党建工作放在首位，全年召开党委会三十六次，专题研究基层党建工作九次，解决了村级阵地建设中的十二个问题。"
VISITS = "各村党支部书记带头走访群众，把意见记在本子上，一件一件办，一件一件回，群众看在眼里，记在心上。"
PLANS = "下一步，我们将把短板列成清单，明确责任人和完成时限，每季度在公开栏里公布进度，请群众来评判。"


def read(*pages: Draw) -> SourceText:
    return read_pdf(pdf(*pages), "总结.pdf")


def body(source: SourceText) -> list[str]:
    """The lines that are not boilerplate."""
    gone = {start for start, _ in source.boilerplate}
    lines, at = [], 0
    for line in source.text.split("\n"):
        if at not in gone:
            lines.append(line)
        at += len(line) + 1
    return lines


def boilerplate(source: SourceText) -> list[str]:
    return [source.text[start:end] for start, end in source.boilerplate]


def packed(text: str) -> str:
    return "".join(text.split())


# --- paragraphs ---------------------------------------------------------------------------


def test_a_report_reads_as_its_title_and_its_paragraphs() -> None:
    """Lines are joined within a page and over page breaks; the title stays alone."""
    source = read_pdf(report("二〇二三年述职报告", [WORK, VISITS, PLANS] * 12), "a.pdf")
    assert (source.format, source.encoding) == ("pdf", None)
    assert body(source) == ["二〇二三年述职报告", *[WORK, VISITS, PLANS] * 12]
    assert boilerplate(source) == ["— 1 —", "— 2 —", "— 3 —", "— 4 —"]


def test_a_paragraph_over_a_page_break_is_whole_and_the_page_number_follows_it() -> None:
    lines = wrapped([WORK, VISITS])
    source = read(page(lines[:1], "1"), page(lines[1:], "2"))
    assert source.text == f"{WORK}\n1\n{VISITS}\n2"
    assert boilerplate(source) == ["1", "2"]


def test_a_page_number_between_two_paragraphs_stands_between_them() -> None:
    source = read(page(wrapped([WORK]), "1"), page(wrapped([VISITS, PLANS]), "2"))
    assert source.text == f"{WORK}\n1\n{VISITS}\n{PLANS}\n2"


def test_paragraphs_without_indent_are_told_by_where_their_last_line_ends() -> None:
    assert body(read(page(wrapped([VISITS, PLANS, VISITS], indent=0)))) == [VISITS, PLANS, VISITS]


def test_a_line_too_short_only_because_the_next_word_is_long_goes_on() -> None:
    first = "全年新增参保登记单位和缴费单位户数同比增长了"
    full = "自助服务终端今年在全区二十一个便民服务中心全部配齐并投用"
    assert body(read(page([full, full, first, "1234567890元。", "以上。"])))[-2:] == [
        full + full + first + "1234567890元。",
        "以上。",
    ]


@pytest.mark.parametrize("number", ["二、存在问题", "（二）抓作风", "2.抓作风", "①抓作风", "二是抓作风"])
def test_a_number_after_a_full_last_line_starts_a_paragraph(number: str) -> None:
    """Also where the line before it happens to reach the margin."""
    before = "我们坚持每月召开一次党委会专题研究基层党建工作情况落实。"
    assert len(before) == 28
    assert body(read(page([before, number + "，推动工作落实。", before]))) == [
        before,
        number + "，推动工作落实。",
        before,
    ]


def test_a_number_that_begins_a_line_in_mid_sentence_does_not() -> None:
    text = "一年来，全镇三十六个支部共召开党员大会和支委会一百二十余次，" + "解决问题" * 10 + "。"
    lines = wrapped([text, VISITS])
    lines[1] = "2." + lines[1][2:]
    assert len(body(read(page(lines)))) == 2


def test_a_note_at_the_foot_of_a_page_does_not_break_the_paragraph_above_it() -> None:
    lines = wrapped([WORK, VISITS])
    note = "①指全镇三十六个村和社区党支部。"
    first = together(page(lines[:1]), lambda canvas: put(canvas, 72, 90, note, 10.5))
    assert read(first, page(lines[1:])).text == f"{WORK}\n{note}\n{VISITS}"


def test_wider_lines_between_paragraphs_part_them() -> None:
    full = "我们坚持每月召开一次党委会专题研究基层党建工作情况落实。"
    low = page([full, full], top=760 - 28 * 6)
    assert body(read(together(page([full, full, full, full]), low))) == [full * 4, full * 2]


def test_title_lines_stay_lines_of_their_own() -> None:
    def titles(canvas: Canvas) -> None:
        put(canvas, 186, 790, "某某镇党委书记", 22)
        put(canvas, 197, 760, "年度述职报告", 22)
        put(canvas, 250, 730, "（张某某）")

    text = page(wrapped([WORK, VISITS]), top=680)
    assert body(read(together(titles, text))) == [
        "某某镇党委书记",
        "年度述职报告",
        "（张某某）",
        WORK,
        VISITS,
    ]


def test_latin_words_broken_by_a_line_keep_their_space_and_numbers_are_whole() -> None:
    filler = "我们坚持每月召开一次党委会专题研究基层党建工作"
    lines = [filler + "Big Data", "Center建设，全年共投入1", filler + "资金2018", "36元。"]
    text = read(page([filler + "情况落实起来", *lines])).text
    assert "Data Center" in text
    assert "201836元" in text


def test_a_word_parted_by_a_hyphen_is_one_again_and_other_hyphens_stay() -> None:
    filler = "我们坚持每月召开一次党委会专题研究基层党建工作"
    text = read(page([filler + "情况infor-", "mation-led工作，时间为2018-2021年。"])).text
    assert text == filler + "情况information-led工作，时间为2018-2021年。"


def test_halves_of_a_character_are_put_together_and_a_lone_one_is_a_replacement() -> None:
    """Text with half a character in it could not be stored."""
    glyphs = [
        Glyph(char, 72 + 8 * at, 80 + 8 * at, 700, 16, "") for at, char in enumerate("\ud840\udc0b\ud840")
    ]
    assert rows_of(glyphs, 0)[0][0].text == "𠀋\ufffd"


def test_a_letter_spaced_title_is_kept_as_it_is() -> None:
    assert body(read(page(["政 府 工 作 报 告", *wrapped([WORK])])))[0] == "政 府 工 作 报 告"


def test_bold_by_printing_twice_is_read_once() -> None:
    def twice(canvas: Canvas) -> None:
        put(canvas, 72, 700, "人人参与")
        put(canvas, 72.6, 700, "人人参与")

    assert read(twice).text == "人人参与"


# --- boilerplate ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "- {} -",
        "—{}—",
        "— {} —",
        "第 {} 页",
        "第{}页 共3页",
        "第 {} 页 / 共 3 页",
        "{}/3",
        "{} / 3",
        "Page {} of 3",
    ],
)
def test_page_numbers_of_every_form_are_boilerplate(form: str) -> None:
    lines = wrapped([WORK, VISITS])
    source = read(*(page(lines, form.format(n)) for n in (1, 2, 3)))
    assert body(source) == [WORK, VISITS] * 3
    assert [packed(line) for line in boilerplate(source)] == [packed(form.format(n)) for n in (1, 2, 3)]


def test_running_heads_are_boilerplate_also_with_changing_numbers() -> None:
    pages = (page(wrapped([WORK]), str(n), head=f"某某镇党建工作简报 第{n}期") for n in (4, 5, 6))
    source = read(*pages)
    assert body(source) == [WORK] * 3
    assert boilerplate(source)[:2] == ["某某镇党建工作简报 第4期", "4"]


def test_lines_of_digits_that_are_no_page_numbers_stay() -> None:
    """A year in the middle of a page, and numbers at its end that do not count the pages."""
    lines = [*wrapped([WORK]), "2023", *wrapped([VISITS]), "2023"]
    source = read(page(lines), page([*wrapped([PLANS]), "56"]), page(wrapped([WORK])))
    assert body(source) == [WORK, "2023", VISITS, "2023", PLANS, "56", WORK]
    assert source.boilerplate == ()


def test_a_last_line_that_only_one_page_has_is_text() -> None:
    source = read(page([*wrapped([WORK]), "某某镇党委"]), page(wrapped([VISITS])), page(wrapped([PLANS])))
    assert body(source) == [WORK, "某某镇党委", VISITS, PLANS]


def test_a_slanting_watermark_is_boilerplate_and_breaks_nothing() -> None:
    def mark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(200, 500)
        canvas.rotate(45)
        put(canvas, 0, 0, "内部资料", 40)
        canvas.restoreState()

    source = read(together(page(wrapped([WORK, VISITS] * 3)), mark))
    assert body(source) == [WORK, VISITS] * 3
    assert sorted(packed("".join(boilerplate(source)))) == sorted("内部资料")


# --- columns, tables, turned pages --------------------------------------------------------


def column(lines: list[str], left: float, top: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        for at, line in enumerate(lines):
            text = line.lstrip("\u3000")
            put(canvas, left + 10.5 * (len(line) - len(text)), top - 16 * at, text, 10.5)

    return draw


@pytest.mark.parametrize("shift", [0.0, 7.0])
def test_two_columns_are_read_one_after_the_other_and_the_title_first(shift: float) -> None:
    """Whether or not the lines of the columns stand on the same height."""
    left, right = wrapped([WORK, VISITS], width=20), wrapped([PLANS, WORK, VISITS], width=20)
    title = page(["二〇二三年全镇基层党建工作情况报告及明年打算"], top=780)
    source = read(together(title, column(left, 72, 740), column(right, 310, 740 - shift)))
    assert body(source) == ["二〇二三年全镇基层党建工作情况报告及明年打算", WORK, VISITS, PLANS, WORK, VISITS]


@pytest.mark.parametrize("ruled", [True, False])
def test_the_cells_of_a_row_are_one_line(ruled: bool) -> None:
    rows = [["项目", "目标", "完成"], ["发展党员", "10名", "12名"], ["主题党日", "12次", "11次"]]
    pages = together(page(["完成情况如下："]), table(rows, ruled, top=720), page(wrapped([WORK]), top=560))
    assert body(read(pages)) == [
        "完成情况如下：",
        "项目 | 目标 | 完成",
        "发展党员 | 10名 | 12名",
        "主题党日 | 12次 | 11次",
        WORK,
    ]


def test_a_cell_of_several_lines_and_an_empty_one_keep_to_their_place() -> None:
    rows = [
        ["问题", "措施", "责任人"],
        ["支部活动形式单", "", "张某"],
        ["台账不全记录的\n内容单一", "每周查", "李某"],
    ]
    assert body(read(table(rows, ruled=True))) == [
        "问题 | 措施 | 责任人",
        "支部活动形式单 |  | 张某",
        "台账不全记录的内容单一 | 每周查 | 李某",
    ]


def test_a_frame_around_the_text_is_no_table() -> None:
    source = read(together(page(wrapped([WORK, VISITS])), lambda canvas: canvas.rect(60, 500, 480, 300)))
    assert body(source) == [WORK, VISITS]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_whose_text_is_turned_reads_the_same(turns: int) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.translate(300, 420)
        canvas.rotate(90 * turns)
        canvas.translate(-300, -420)
        page(wrapped([WORK, VISITS]))(canvas)

    assert body(read(turned)) == [WORK, VISITS]


def test_every_character_of_a_page_is_in_the_text() -> None:
    """Whatever becomes of the layout, nothing is lost."""
    pages = [
        page([*wrapped([WORK, VISITS]), "2023", "（一）Abc-def 12.5%"], "— 1 —", "简报"),
        together(column(wrapped([PLANS], 20), 72, 740), column(wrapped([WORK], 20), 310, 735)),
        table([["甲", "乙\n丙"], ["", "丁"]], ruled=True),
    ]
    drawn = WORK + VISITS + "2023（一）Abc-def12.5%—1—简报" + PLANS + WORK + "甲乙丙丁"
    assert sorted(packed(read(*pages).text.replace(" | ", ""))) == sorted(drawn)


# --- what is not read ---------------------------------------------------------------------


def picture(canvas: Canvas) -> None:
    canvas.rect(50, 50, 400, 600, fill=1)


def test_a_scan_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableFile, match=r"「总结\.pdf」是扫描件.*OCR"):
        read(picture, picture)


def test_pages_without_text_among_others_are_passed_over() -> None:
    lines = wrapped([WORK])
    assert read(picture, page(lines[:1]), picture, page(lines[1:])).text == WORK


def test_invisible_text_is_dropped_beside_visible_and_kept_behind_a_scan() -> None:
    hidden = page(["关键词堆砌"], top=300, mode=3)
    assert read(together(page(wrapped([WORK])), hidden)).text == WORK
    assert read(together(picture, page(wrapped([VISITS]), mode=3))).text == VISITS


def test_a_text_layer_without_meaning_is_refused() -> None:
    """A font without a table of its characters gives signs of the private-use area."""
    with pytest.raises(UnreadableFile, match="文字无法提取"):
        read(page(["\ue123\ue124\ue125\ue126\ue127\ue128党建"]))


def test_a_password_is_named() -> None:
    with pytest.raises(UnreadableFile, match="已加密"):
        read_pdf(pdf(page([WORK]), password="密"), "a.pdf")


def test_too_many_pages_or_characters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(page([WORK]), page([WORK]))
    monkeypatch.setattr(module, "_MOST_PAGES", 1)
    with pytest.raises(UnreadableFile, match="超过 1 页"):
        read_pdf(data, "a.pdf")
    monkeypatch.setattr(module, "_MOST_PAGES", 2)
    monkeypatch.setattr(module, "_MOST_CHARACTERS", len(WORK) + 1)
    with pytest.raises(UnreadableFile, match="万字"):
        read_pdf(data, "a.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.4\n1 0 obj\n<<", b"%PDF-1.4\0" + b"x" * 999])
def test_damaged_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="已损坏"):
        read_pdf(data, "a.pdf")


def test_whatever_the_bytes_it_reads_or_refuses() -> None:
    """300 changed or cut files: none ends the process, none raises another error."""
    chance = random.Random(7)
    whole = pdf(page(wrapped([WORK, VISITS]), "1"), table([["甲", "乙"], ["丙", "丁"]], ruled=True))
    read_ones = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30, 300))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        try:
            source = read_pdf(bytes(data), "a.pdf")
        except UnreadableFile:
            continue
        read_ones += 1
        assert all(0 <= start < end <= len(source.text) for start, end in source.boilerplate)
        assert all(a[1] < b[0] for a, b in pairwise(source.boilerplate))
    assert 0 < read_ones < 300


def test_a_pdf_is_told_by_how_it_begins() -> None:
    assert is_pdf(pdf(page([WORK])))
    assert is_pdf(b"\xef\xbb\xbf\r\n%PDF-1.4\n")
    assert is_pdf(b"junk\0%PDF-1.4\n")
    assert not is_pdf("本文件由 %PDF-1.4 转换而来".encode())
    assert not is_pdf(b"PK\x03\x04")


# --- what is left unread -------------------------------------------------------------------


def unread(source: SourceText) -> dict[str, int]:
    return {one.kind: one.count for one in source.unread}


def upright(columns: list[str], left: float = 500, top: float = 760) -> Draw:
    """Columns from right to left, each character drawn on its own below the one before."""

    def draw(canvas: Canvas) -> None:
        for number, column_text in enumerate(columns):
            for at, char in enumerate(column_text):
                put(canvas, left - PITCH * number, top - SIZE * at, char)

    return draw


def test_upright_columns_are_read_from_right_to_left() -> None:
    lines = ["关于河道治理的工作报告", *wrapped([WORK, VISITS], indent=2)]
    source = read(upright(lines))
    assert body(source)[0] == "关于河道治理的工作报告"
    assert packed("".join(body(source)[1:])) == packed(WORK + VISITS)


def test_a_level_page_number_and_digits_in_a_column_stay_with_their_kind() -> None:
    def draw(canvas: Canvas) -> None:
        upright(["共办结各类民生实事"], left=500)(canvas)
        put(canvas, 500, 760 - 9 * SIZE, "23", SIZE / 1.2)
        upright(["件群众普遍满意"], left=500, top=760 - 10 * SIZE)(canvas)
        put(canvas, 280, 40, "— 1 —", 12)

    assert packed("".join(body(read(draw)))).replace(packed("— 1 —"), "") == "共办结各类民生实事23件群众普遍满意"


def test_a_title_above_upright_columns_is_read_first() -> None:
    source = read(together(page(["关于河道治理的工作报告"]), upright(wrapped([WORK, VISITS]), top=700)))
    assert body(source)[0] == "关于河道治理的工作报告"


def test_white_tiny_and_invisible_text_is_left_out_and_counted() -> None:
    def hidden(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        put(canvas, 300, 300, "仿冒必究")
        canvas.setFillColorRGB(0, 0, 0)
        put(canvas, 300, 280, "请勿转载", 0.5)
        put(canvas, 300, 260, "站内水印", mode=3)

    source = read(together(page(wrapped([WORK, VISITS])), hidden))
    assert body(source) == [WORK, VISITS] and unread(source) == {"hidden": 12}


def test_white_text_on_a_coloured_ground_is_read() -> None:
    def banner(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.7, 0, 0)
        canvas.rect(60, 735, 400, 60, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        put(canvas, 72, 760, "关于河道治理的工作报告")
        canvas.setFillColorRGB(0, 0, 0)

    source = read(together(banner, page(wrapped([WORK, VISITS]), top=700)))
    assert body(source)[0] == "关于河道治理的工作报告" and unread(source) == {}


def image(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.drawInlineImage(Image.new("RGB", (8, 8), "gray"), x, y, width, height)


def test_a_page_that_is_one_picture_and_a_picture_in_the_text_are_named() -> None:
    source = read(
        together(page(wrapped([WORK])), lambda canvas: image(canvas, 100, 100, 200, 150)),
        lambda canvas: image(canvas, 0, 0, *A4),
    )
    assert unread_line(source.unread) == "未读：扫描页 1 页（第 2 页）、图片 1"


def test_a_scanned_page_with_its_text_behind_it_is_read() -> None:
    scan = together(lambda canvas: image(canvas, 0, 0, *A4), page(wrapped([WORK]), mode=3))
    source = read(scan)
    assert body(source) == [WORK] and unread(source) == {}


def test_remarks_stand_beside_the_text() -> None:
    def note(canvas: Canvas) -> None:
        canvas.textAnnotation("此数与年报口径不一", Rect=[100, 100, 120, 120], addtopage=1)

    source = read(together(page(wrapped([WORK])), note))
    (span,) = source.asides
    assert source.text[slice(*span)] == "批注：此数与年报口径不一"
    assert source.text[: span[0]].strip() == WORK


def test_a_page_whose_characters_follow_in_no_order_is_named() -> None:
    def shuffled(canvas: Canvas) -> None:
        for at in range(80):
            put(canvas, 72 + 37 * ((at * 7) % 11), 700 - 41 * ((at * 5) % 13), WORK[at % len(WORK)])

    assert unread(read(shuffled)).get("order", 0) > 40


def test_the_head_of_merged_cells_is_repeated() -> None:
    def draw(canvas: Canvas) -> None:
        for x, y, width, height, text in (
            (72, 640, 130, 80, "清理河道"),
            (202, 680, 130, 40, "上游"),
            (332, 680, 130, 40, "12公里"),
            (202, 640, 130, 40, "下游"),
            (332, 640, 130, 40, "20公里"),
        ):
            canvas.rect(x, y, width, height)
            put(canvas, x + 5, y + height - 24, text)

    source = read(together(draw, page(wrapped([WORK]), top=600)))
    assert body(source)[:2] == ["清理河道 | 上游 | 12公里", "清理河道 | 下游 | 20公里"]
