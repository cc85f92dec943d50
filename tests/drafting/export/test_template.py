"""The readable template: what it says, and what is said of its mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.config import load_settings
from indexer.drafting.export.template import (
    Typeface,
    load_template,
    official_template,
    official_text,
    read_template,
)
from indexer.errors import ConfigError


def test_the_shipped_template_is_the_standard() -> None:
    template = official_template()
    assert (template.top, template.bottom, template.left, template.right) == (37, 35, 28, 26)
    assert (template.lines, template.characters, template.line_spacing) == (22, 28, 28.95)
    assert template.title == Typeface(("方正小标宋简体", "小标宋", "宋体"), 22)
    assert template.text == Typeface(("仿宋_GB2312", "仿宋"), 16)
    assert [face.fonts[0] for face in template.headings] == ["黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"]
    assert (template.number, template.number_place, template.number_form) == (Typeface(("宋体",), 14), "单右双左", "— 1 —")


def test_every_setting_is_explained_in_chinese() -> None:
    lines = official_text().splitlines()
    for at, line in enumerate(lines):
        if line.startswith("["):
            section = lines[at + 1 :]
            stop = next((n for n, each in enumerate(section) if each.startswith("[")), len(section))
            assert any(each.startswith(";") for each in section[:stop]) or line in ("[title]", "[text]"), line


def test_what_is_not_said_is_as_in_the_standard() -> None:
    own = read_template("\ufeff[text]\nline_spacing = 28磅\nsize = 小三\n", "我的格式.ini")
    assert (own.line_spacing, own.title_spacing, own.text.size) == (28, 28, 15)
    assert own.text.fonts == official_template().text.fonts and own.headings == official_template().headings
    assert read_template("[page]\ntop = 35 毫米\n", "x").top == 35


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[page]\ntop = 3米\n", "[page] top 应是 5 到 120 的毫米数，写的是“3米”"),
        ("[page]\nlines = 22.5\n", "[page] lines 应是 1 到 60 的整数"),
        ("[page]\nlines = 50\n", "[page] lines 一页放不下 50 行，至多 39 行"),
        ("[page]\ncharacters = 40\n", "[page] characters 至多约 31"),
        ("[page]\nleft = 100\nright = 100\n", "页边距太大"),
        ("[title]\nfont =\n", "[title] font 不能为空"),
        ("[title]\nfont = <宋体>\n", "[title] font 应是字体的名称"),
        ("[text]\nsize = 三\n", "[text] size 应是 初号、"),
        ("[text]\nline_spacing = 1.5\n", "[text] line_spacing 应是 12 到 60 的磅数"),
        ("[text]\nline_spacing =\n", "[text] line_spacing 应是 12 到 60 的磅数"),
        ("[text]\nindent = 两\n", "[text] indent 应是 0 到 4 的整数"),
        ("[heading1]\nbold = yes\n", "[heading1] bold 应是 是 或 否"),
        ("[page_number]\nplace = 右\n", "[page_number] place 应是 单右双左、居中、不要 之一"),
        ("[page_number]\nform = 第一页\n", "[page_number] form 应写出页码的样子"),
        ("[text]\nlinespacing = 28\n", "[text] 里没有 linespacing 这个设置，是不是想写 line_spacing？"),
        ("[body]\nsize = 三号\n", "没有 [body] 这一节"),
        ("size = 三号\n", "第 1 行之前要先有一节"),
        ("[text]\nsize = 三号\nsize = 四号\n", "第 3 行 size 在 [text] 里写了两次"),
        ("[text]\n三号\n", "第 2 行应写成“名称 = 值”"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_template(text, "我的格式.ini")
    message = str(caught.value)
    assert said in message and "我的格式.ini" in message and "\n" not in message


def test_the_template_is_named_in_config_ini(tmp_path: Path) -> None:
    (tmp_path / "格式.ini").write_text("[text]\nindent = 0\n", encoding="gb18030")
    config = tmp_path / "config.ini"
    config.write_text("[word]\ntemplate = 格式.ini\n", encoding="utf-8")
    settings = load_settings(config, environ={}, cwd=tmp_path)
    assert load_template(settings.word_template).indent == 0
    config.write_text("[word]\ntemplate = 没有.ini\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"\[word\] template 指定的公文格式文件不存在"):
        load_settings(config, environ={}, cwd=tmp_path)
    assert load_template(None) == official_template()
