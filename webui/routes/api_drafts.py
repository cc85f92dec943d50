"""Drafts over JSON: reading, collecting, operations, earlier versions. For this machine only, as their pages are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from indexer.drafting.collecting import Collected, Collector
from indexer.drafting.files import block_to_dict, draft_to_dict
from indexer.drafting.lengths import UsualLengths, section_lengths
from indexer.drafting.model import Draft
from indexer.drafting.operations import EditConflict, remove
from indexer.drafting.slots.finding import SlotFinder
from indexer.drafting.store import DraftStore
from indexer.errors import DraftError, NoSuchDraft
from indexer.output.json_drafts import collected_to_dict, draft_line_to_dict, drafts_to_dict, slots_to_dict
from webui import messages
from webui.routes.drafts import collect_asked, refuse_others, usual_of
from webui.routes.errors import json_response
from webui.state.draft_operations import GO_BACK, Values, read_operation


def blueprint(store: DraftStore, collector: Collector, usual: UsualLengths, finder: SlotFinder) -> Blueprint:
    """Addresses ``/api/v1/drafts…``."""
    api = Blueprint("api_drafts", __name__, url_prefix="/api/v1/drafts")
    api.before_request(refuse_others)

    @api.errorhandler(EditConflict)
    def conflict(error: EditConflict) -> Response:
        found = {"block": block_to_dict(error.block), "yours": error.yours, "kept_as": error.kept_as}
        return json_response({"error": str(error), "allowed": [], "conflict": found}, 409)

    @api.get("/", strict_slashes=False)
    def drafts() -> Response:
        return json_response(drafts_to_dict(store.drafts(), store.current(), store.problems()))

    @api.post("/", strict_slashes=False)
    def create() -> Response:
        return json_response(draft_to_dict(store.create(Values(_body()).text("name"), store.current())), 201)

    @api.post("/collect")
    def collect() -> Response:
        return json_response(_collect(store, collector, Values(_body())))

    @api.get("/<draft_id>")
    def draft(draft_id: str) -> Response:
        """``since``: the revision that is known already; nothing but the number is answered while it is the newest."""
        stored = store.load(draft_id)
        if request.args.get("since") == str(stored.revision):
            return json_response({"id": stored.id, "revision": stored.revision})
        return json_response(draft_to_dict(stored))

    @api.post("/<draft_id>/operations")
    def operate(draft_id: str) -> Response:
        return json_response(draft_to_dict(_operated(store, draft_id, _body())))

    @api.get("/<draft_id>/lengths")
    def lengths(draft_id: str) -> Response:
        stored = store.load(draft_id)
        found = usual_of(usual, stored)
        usually = {"reports": found.reports, "of": found.of, "by_section": dict(found.by_section)}
        return json_response({"by_section": section_lengths(stored), "usual": usually})

    @api.get("/<draft_id>/slots")
    def slots(draft_id: str) -> Response:
        return json_response(slots_to_dict(finder.open_slots(store.load(draft_id))))

    @api.get("/<draft_id>/versions")
    def versions(draft_id: str) -> Response:
        found = store.versions(store.load(draft_id).id)
        lines = [{"revision": v.revision, "made_at": v.made_at.isoformat(timespec="seconds")} for v in found]
        return json_response({"versions": lines})

    @api.get("/<draft_id>/versions/<int:revision>")
    def version(draft_id: str, revision: int) -> Response:
        return json_response(draft_to_dict(store.version(draft_id, revision)))

    return api


def _operated(store: DraftStore, draft_id: str, body: Mapping[str, Any]) -> Draft:
    values = Values(body)
    name = values.text("op")
    if name == GO_BACK:
        return store.go_back(draft_id, values.number("version"))
    operation, typing = read_operation(name, body)
    return store.change(draft_id, operation, typing)


def _collect(store: DraftStore, collector: Collector, values: Values) -> dict[str, Any]:
    """Collects what ``take`` names, or the ``text`` selected in a ``paragraph``; or takes ``drop`` out."""
    draft_id = values.optional("draft")
    drop = values.optional("drop")
    if drop is not None:
        current = store.load(draft_id) if draft_id else store.current()
        if current is None:
            raise NoSuchDraft("还没有稿件：先收一段，就有了")
        return {"draft": draft_line_to_dict(store.change(current.id, lambda d: remove(d, drop))), "removed": drop}
    return collected_to_dict(_collected(collector, values, draft_id))


def _collected(collector: Collector, values: Values, draft_id: str | None) -> Collected:
    take, paragraph = values.optional("take"), values.optional("paragraph")
    if take is not None:
        return collect_asked(collector, take, draft_id)
    if paragraph is None:
        raise DraftError(messages.NOTHING_TO_COLLECT)
    return collector.paragraph(paragraph, text=values.optional("text"), draft_id=draft_id)


def _body() -> Mapping[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise DraftError(messages.NO_JSON)
    return body
