"""The bar of keys below an example, and what each of them does."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from records.errors import AcervoError
from records.example import Example
from records.verdicts import Decision, Verdict
from review_app import decisions
from review_app.markup import text_html
from review_app.search import Filter
from review_app.shell import Shell
from review_app.worklist import Share, next_id

KEYS = (
    ("A", "approve"), ("E", "edit"), ("X", "reject"), ("U", "unsure"), ("S", "skip"), ("B", "back"), ("Z", "undo"),
    ("D", "repeat"), ("H", "help"), ("1-9", "choose"), ("0", "neither"), ("Esc", "cancel"), ("Ctrl+Enter", "save"),
)  # fmt: skip


Kept = TypeVar("Kept")


class Desk:
    """One curator at the queue: what the keys do. Made anew at each run of the page."""

    def __init__(self, shell: Shell, wanted: Filter, share: Share, example: Example) -> None:
        self.shell, self.wanted, self.share, self.example = shell, wanted, share, example

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
    t = desk.shell.t
    with st.container(key="bar"):
        with st.container(horizontal=True, gap="small"):
            st.button(t("back"), key="back", shortcut="B", type="tertiary", on_click=desk.back)
            st.button(t("undo"), key="undo", shortcut="Z", type="tertiary", on_click=desk.undo)
        st.html(text_html(st.session_state.pop("saved", ""), "saved"))


def _verdicts(desk: Desk, before: Verdict | None) -> None:
    t, main = desk.shell.t, "secondary" if before else "primary"
    if before:
        st.button(t("stale.repeat"), key="repeat", shortcut="D", type="primary", on_click=desk.repeat, args=(before,))
    st.button(t("approve"), key="approve", shortcut="A", type=main, on_click=desk.approve, icon=":material/check:")
    st.button(t("edit"), key="edit", shortcut="E", on_click=desk.ask, args=("edit",), icon=":material/edit:")
    st.button(t("reject"), key="reject", shortcut="X", on_click=desk.ask, args=("reject",), icon=":material/close:")
    st.button(t("unsure"), key="unsure", shortcut="U", on_click=desk.unsure, icon=":material/question_mark:")


def _reasons(desk: Desk) -> None:
    st.text(desk.shell.t("reject.why"))
    for number, reason in enumerate(decisions.REASONS, start=1):
        label = desk.shell.t(f"reason.{reason}")
        st.button(label, key=f"reason_{reason}", shortcut=str(number), on_click=desk.reject, args=(reason,))
    st.button(desk.shell.t("cancel"), key="cancel", shortcut="Esc", type="tertiary", on_click=desk.ask, args=("",))


def _options(desk: Desk) -> None:
    t = desk.shell.t
    for number in range(1, min(9, len(desk.example.options)) + 1):
        label = t("option.choose", number=number)
        st.button(
            label,
            key=f"option_{number}",
            shortcut=str(number),
            type="primary",
            on_click=desk.settle,
            args=(number - 1,),
        )
    st.button(t("option.neither"), key="option_0", shortcut="0", on_click=desk.settle, args=(None,))
    st.button(t("unsure"), key="unsure", shortcut="U", on_click=desk.unsure)


def _moves(desk: Desk) -> None:
    t = desk.shell.t
    st.button(t("skip"), key="skip", shortcut="S", type="tertiary", on_click=desk.skip)
    st.button(
        t("back"),
        key="back",
        shortcut="B",
        type="tertiary",
        on_click=desk.back,
        disabled=not st.session_state.get("trail"),
    )
    st.button(t("undo"), key="undo", shortcut="Z", type="tertiary", on_click=desk.undo)
