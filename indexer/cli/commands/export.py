"""Commands that turn drafts into files of other programs, and back."""

from __future__ import annotations

import sys
from pathlib import Path

from indexer.cli.arguments import Arguments
from indexer.cli.commands import print_json, print_lines
from indexer.cli.commands.draft_files import load_draft, refuse_no_file
from indexer.cli.commands.tables import write_new
from indexer.cli.exit_codes import OK
from indexer.config import Settings
from indexer.drafting.export.content import SOURCE_PLACES, OpenSlots, slot_finder
from indexer.drafting.export.forms import FORMS, Options, document_content
from indexer.drafting.export.open_slots import slots_by_text
from indexer.drafting.export.reading_back import COMPARED, compare_document
from indexer.drafting.export.template import load_template, official_text
from indexer.drafting.export.word import to_dotx
from indexer.drafting.model import Draft
from indexer.drafting.slots.finding import SlotFinder
from indexer.errors import ExportError, QueryError, UnreadableFile, system_reason
from indexer.language.tokenizer import Tokenizer
from indexer.model.reports import Span
from indexer.output.draft_comparison import comparison_lines, comparison_to_dict
from indexer.parsing.own_rules import rulebook_with
from indexer.reading import find_soffice


def export_draft(settings: Settings, arguments: Arguments) -> int:
    """``bigan export-draft``: a draft's file as a file of another program."""
    path, draft = Path(arguments.file), load_draft(Path(arguments.draft))
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        allowed = "、".join(each.suffix for each in FORMS.values())
        raise ExportError(f"不能写成“{path.name}”：文件名要以 {allowed} 之一结尾")
    place = next((each for each in SOURCE_PLACES if each == arguments.sources), None)
    if place is None:
        raise QueryError(f"--sources 不能是“{arguments.sources[:20]}”：可用 {'、'.join(SOURCE_PLACES)}", list(SOURCE_PLACES))
    slots, template = _open_slots(settings, draft), load_template(settings.word_template)
    options = Options(place, arguments.stated, not arguments.unmarked, template, slots, arguments.headings)
    write_new(path, FORMS[form].make(draft, options), arguments.force)
    print(f"已写出 {path}。{document_content(draft, options).statement}")
    return OK


def _open_slots(settings: Settings, draft: Draft) -> OpenSlots:
    """What the page of the draft lists as open (要改的), and the placeholders of the writer's own rules. No index is needed for
    that, only the dictionary: the number is the page's wherever the file is exported."""
    tokenizer = Tokenizer(settings.index_folder / "cache", settings.extra_words)
    listed = slots_by_text(SlotFinder(tokenizer.tagged).open_slots(draft), draft)
    own = slot_finder(rulebook_with(settings.own_rules))
    looked_at = {*draft.kept, draft.unit}

    def open_slots(text: str) -> list[Span]:
        return [*listed(text), *(span for span in own(text) if text[slice(*span)] not in looked_at)]

    return open_slots


def compare_draft(settings: Settings, arguments: Arguments) -> int:
    """``bigan compare-draft``: a draft and what became of it in Word."""
    draft, path = load_draft(Path(arguments.draft)), Path(arguments.file)
    refuse_no_file(path, "改过的文件", "、".join(COMPARED))
    try:
        soffice = find_soffice(settings.libreoffice)
        found = compare_document(draft, path.read_bytes(), path.name, soffice)
    except UnreadableFile as error:
        raise ExportError(str(error)) from error
    except OSError as error:
        raise ExportError(f"{path} 打不开（{system_reason(error)}）：请检查权限，或关闭占用它的程序") from error
    if arguments.json:
        print_json(comparison_to_dict(found))
    else:
        print_lines(comparison_lines(found, sys.stdout.isatty()))
    return OK


def template(settings: Settings, arguments: Arguments) -> int:
    """``bigan template``: writes the form of official documents, as a template of Word or as the text that describes it."""
    path = Path(arguments.file)
    form = path.suffix.lower()
    if form == ".dotx":
        data = to_dotx(load_template(settings.word_template))
    elif form == ".ini":
        data = official_text().encode("utf-8")
    else:
        raise ExportError(f"不能写成“{path.name}”：文件名要以 .dotx（Word 模板）或 .ini（可以改的格式）结尾")
    write_new(path, data, arguments.force)
    print(f"已写出 {path}")
    return OK
