"""The bar of keys below an example, and what each of them does."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from records.errors import AcervoError
from records.example import Example
from records.verdicts import Decision, Verdict
from review_app import decisions
from review_app.markup import text_html, value_labels
from review_app.search import Filter
from review_app.shell import Shell
from review_app.worklist import Share, next_id

KEYS = (
    ("A", "approve"), ("E", "edit"), ("X", "reject"), ("U", "unsure"), ("S", "skip"), ("B", "back"), ("Z", "undo"),
    ("D", "repeat"), ("H", "help"), ("1-9", "choose"), ("0", "neither"), ("Esc", "cancel"), ("Ctrl+Enter", "save"),
)  # fmt: skip


Kept = TypeVar("Kept")


class Desk:
    """One curator at the queue: what the keys do. Made anew at each run of the page.

    A key decides what was on the page when it was pressed. The buttons therefore carry the example in their names (a
    button of a page already left is unknown to the server), and a key that comes while the next page is being drawn
    is put aside and said to be.
    """

    def __init__(self, shell: Shell, wanted: Filter, share: Share, example: Example) -> None:
        self.shell, self.wanted, self.share, self.example = shell, wanted, share, example
        self.drawn_for = st.session_state.get("current")

    def button(self, name: str, label: str, shortcut: str, action: Callable[..., None], *args: object, **look) -> None:
        """A button of this example's own, with its key."""
        key = f"{name} {self.example.id}"
        st.button(label, key=key, shortcut=shortcut, on_click=self._press, args=(action, *args), **look)

    def _press(self, action: Callable[..., None], *args: object) -> None:
        if st.session_state.get("current") == self.drawn_for:
            action(*args)
        else:
            st.session_state.saved = self.shell.t("key.early")

    def approve(self) -> None:
        self._decide("approved")

    def unsure(self) -> None:
        self._decide("unsure")

    def reject(self, reason: str) -> None:
        self._decide("rejected", reason)

    def settle(self, option: int | None) -> None:
        at = self._kept(lambda: decisions.settle(self.shell.place.ledger, self.example, option, self.shell.curator))
        self._after(at, self.shell.t("saved.settled"))

    def repeat(self, before: Verdict) -> None:
        at = self._kept(lambda: decisions.repeat(self.shell.place.ledger, self.example, before, self.shell.curator))
        self._after(at, self.shell.t("saved", state=self.shell.word("state", before.verdict)))

    def save_edit(self, question: str, answer: str) -> None:
        messages = decisions.edited_messages(self.example, question, answer)
        ledger, curator = self.shell.place.ledger, self.shell.curator
        at = self._kept(lambda: decisions.edit(ledger, self.example, messages, curator))
        self._after(at, self.shell.t("saved", state=self.shell.t("state.edited")))

    def skip(self) -> None:
        self._turn_to(self._next())

    def back(self) -> None:
        trail = st.session_state.setdefault("trail", [])
        if trail:
            st.session_state.current = trail.pop()
            st.session_state.asking = ""

    def undo(self) -> None:
        ledger, curator = self.shell.place.ledger, self.shell.curator
        at, example_id = self._last_action()
        st.session_state.undone = True
        if not at:
            st.session_state.saved = self.shell.t("undo.nothing")
            return
        count = self._kept(lambda: decisions.undo(ledger, curator, at))
        if count is not None:
            st.session_state.saved = self.shell.t("undo.done", count=count)
            st.session_state.current = example_id or self.example.id
        st.session_state.asking = ""

    def ask(self, what: str) -> None:
        st.session_state.asking = what

    def _decide(self, verdict: Decision, reason: str = "") -> None:
        ledger, curator = self.shell.place.ledger, self.shell.curator
        at = self._kept(lambda: decisions.decide(ledger, self.example, verdict, curator, reason))
        self._after(at, self.shell.t("saved", state=self.shell.t(f"state.{verdict}")))

    def _last_action(self) -> tuple[str | None, str]:
        """(time, example) of what undo takes back: this server's last, or once the ledger's, of an earlier one."""
        mine = self.shell.place.actions.setdefault(self.shell.curator, [])
        if mine:
            return mine.pop()
        undone = st.session_state.get("undone")
        return (None if undone else self.shell.place.ledger.last_action(self.shell.curator)), ""

    def _kept(self, keep: Callable[[], Kept]) -> Kept | None:
        """What `keep` returns; a fault is said on the page and nothing is shown as saved."""
        try:
            return keep()
        except AcervoError as error:
            st.session_state.fault = str(error)
            return None

    def _after(self, at: str | None, message: str) -> None:
        if at is None:
            return
        self.shell.place.actions.setdefault(self.shell.curator, []).append((at, self.example.id))
        st.session_state.saved, st.session_state.undone = message, False
        self.shell.place.level()
        self._turn_to(self._next())

    def _next(self) -> str:
        return next_id(self.shell.place.index, self.wanted, self.share, self.example.id, self.shell.curator) or ""

    def _turn_to(self, example_id: str) -> None:
        st.session_state.setdefault("trail", []).append(self.example.id)
        st.session_state.current, st.session_state.asking = example_id, ""


def key_bar(desk: Desk, before: Verdict | None = None) -> None:
    """Draw the keys that apply now. `before`: a decision on another text of the example, which D takes again."""
    asking = st.session_state.get("asking", "")
    with st.container(key="bar"):
        with st.container(horizontal=True, gap="small"):
            if asking == "reject":
                _reasons(desk)
            elif desk.example.options:
                _options(desk)
            else:
                _verdicts(desk, before)
        if asking != "reject":
            with st.container(horizontal=True, gap="small"):
                _moves(desk)
        st.html(text_html(st.session_state.pop("saved", ""), "saved"))


def undo_bar(desk: Desk) -> None:
    """What remains to be pressed when nothing is left to decide: back and undo."""
    with st.container(key="bar"):
        with st.container(horizontal=True, gap="small"):
            _back_and_undo(desk)
        st.html(text_html(st.session_state.pop("saved", ""), "saved"))


def _verdicts(desk: Desk, before: Verdict | None) -> None:
    t, main = desk.shell.t, "secondary" if before else "primary"
    if before:
        desk.button("repeat", t("stale.repeat"), "D", desk.repeat, before, type="primary")
    desk.button("approve", t("approve"), "A", desk.approve, type=main, icon=":material/check:")
    desk.button("edit", t("edit"), "E", desk.ask, "edit", icon=":material/edit:")
    desk.button("reject", t("reject"), "X", desk.ask, "reject", icon=":material/close:")
    desk.button("unsure", t("unsure"), "U", desk.unsure, icon=":material/question_mark:")


def _reasons(desk: Desk) -> None:
    t = desk.shell.t
    st.text(t("reject.why"))
    for number, reason in enumerate(decisions.REASONS, start=1):
        desk.button(f"reason_{reason}", t(f"reason.{reason}"), str(number), desk.reject, reason)
    desk.button("cancel", t("cancel"), "Esc", desk.ask, "", type="tertiary")


def _options(desk: Desk) -> None:
    t = desk.shell.t
    for number, label in enumerate(value_labels([o.said for o in desk.example.options[:9]]), start=1):
        desk.button(f"option_{number}", label, str(number), desk.settle, number - 1, type="primary")
    desk.button("option_0", t("option.neither"), "0", desk.settle, None)
    desk.button("unsure", t("unsure"), "U", desk.unsure)


def _moves(desk: Desk) -> None:
    desk.button("skip", desk.shell.t("skip"), "S", desk.skip, type="tertiary")
    _back_and_undo(desk)


def _back_and_undo(desk: Desk) -> None:
    t, trail = desk.shell.t, st.session_state.get("trail")
    desk.button("back", t("back"), "B", desk.back, type="tertiary", disabled=not trail)
    desk.button("undo", t("undo"), "Z", desk.undo, type="tertiary")
