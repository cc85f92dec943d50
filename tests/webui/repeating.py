"""Invented reports that repeat themselves: the same office, year after year. Also used by the browser tests."""

from __future__ import annotations

from indexer.engines import Engine, Source
from indexer.model.reports import Heading, Paragraph, Report

HEADINGS = ("一、主要做法", "（一）压实责任，守住堤坝")


def text(year: int) -> str:
    """One paragraph as it is sent in every year: only figures and one word differ."""
    who = "站长" if year == 2012 else "负责人"
    return (
        f"全年开堤坝课堂{year - 2000}期，把党建责任写进每个闸站的值班表，由{who}每周对照检查、年底逐条兑现，"
        "职工看得见、说得上话，巡查本子上也多了一栏谁来管。"
    )


def of_year(year: int) -> Report:
    return Report(
        index_in_file=0,
        title=f"{year}年水务局工作总结",
        year=year,
        year_estimated=None,
        unit_type="机关",
        headings=(Heading(HEADINGS[0], 1, 0, ()), Heading(HEADINGS[1], 2, 0, ())),
        paragraphs=(
            Paragraph(0, text(year), ("work",), HEADINGS, HEADINGS),
            Paragraph(
                1,
                f"第{year}号渔船换了新缆绳，共{year}米，党建责任牌挂上船头。",
                ("plans",),
                heading_path=HEADINGS[:1],
                placeholders=((0, 1),),
            ),
        ),
    )


def fill(engine: Engine, *years: int) -> None:
    """Commits the reports of these years as the next generation."""
    with engine.writer() as writer:
        for year in years:
            writer.add(f"water{year}", of_year(year))
        folders = {year: "水务局/旧" if year < 2013 else "水务局" for year in years}
        origins = {f"water{year}": Source((f"{folders[year]}/{year}.txt",)) for year in years}
        writer.commit({"built_at": "2026-01-05 09:30"}, origins)
