"""What every page stands in: language, curator, the open stores, the address bar, the style."""

import getpass
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import streamlit as st

from records.errors import AcervoError
from review_app.kinds_in_words import BUILDERS, kind_in_words
from review_app.search import Filter, filter_from
from review_app.texts import LANGUAGES, known, say
from review_app.visible import thousands
from review_app.workplace import CORPUS, DATA, Workplace, workplace

STYLE = Path(__file__).parent / "style.css"
CURATORS_NAME = Path(__file__).with_name("curators_name.html")


@dataclass(frozen=True)
class Shell:
    """What a page needs to know about who looks at it."""

    place: Workplace
    language: str
    curator: str

    def t(self, key: str, **fields: object) -> str:
        return say(self.language, key, **fields)

    def word(self, group: str, name: str) -> str:
        """The text for a name that comes from data (`flag.ocr`), or the name itself where the texts have none."""
        key = f"{group}.{name}"
        return say(self.language, key) if known(self.language, key) else name.replace("_", " ")

    def kind(self, builder: str, template: str) -> str:
        """A kind of question in words; without a builder, of whichever asks it."""
        return kind_in_words(self.language, (builder,) if builder else BUILDERS, template)

    def figure(self, number: float, digits: int = 1) -> str:
        """A number that is no count, with the decimal mark of the language."""
        whole, mark, rest = f"{number:.{digits}f}".partition(".")
        return thousands(int(whole)) + (self.t("decimal") if mark else "") + rest

    def share(self, part: int, of: int) -> str:
        """Per cent; a little is not said to be nothing, nor nearly all to be all."""
        share = 100 * part / of if of else 0.0
        if 0 < share < 0.1 or 99.9 < share < 100:
            return f"< {self.figure(0.1)} %" if share < 1 else f"> {self.figure(99.9)} %"
        return f"{self.figure(share, 0 if share in (0, 100) or 10 <= share <= 90 else 1)} %"

    def when(self, at: str) -> str:
        """The time of a decision, to the minute."""
        return self.t("when", year=at[:4], month=at[5:7], day=at[8:10], time=at[11:16])


def enter() -> Shell:
    """Open the stores, bring the index level and draw the sidebar. A fault is said and ends the page."""
    chosen = language()
    st.html(STYLE)
    st.html(f"<script>document.documentElement.lang = '{chosen}'</script>", unsafe_allow_javascript=True)
    curator = _sidebar(chosen)
    try:
        place = workplace(Path(os.environ.get(DATA, "data")), Path(os.environ.get(CORPUS, "corpus")))
        _level(place, chosen)
    except AcervoError as error:
        st.error(say(chosen, "fault"))
        st.text(str(error))
        st.stop()
    return Shell(place, chosen, curator)


def current_filter() -> Filter:
    """The filter in use: what the address bar asks for where a link or a hand changed it, else this session's.

    Going to another page empties the address bar; the filter stays.
    """
    asked = filter_from(dict(st.query_params))
    state = st.session_state
    behind = state.get("address", {}) is None
    if "filter" not in state or (asked.parameters() and not behind and asked.parameters() != state.get("address")):
        state.filter = asked
        state.address = asked.parameters()
        _forget_filter_widgets()
    return state.filter


def set_filter(wanted: Filter) -> None:
    """Use another filter; the queue begins anew. The address bar is behind until the page says it there."""
    st.session_state.filter, st.session_state.address = wanted, None
    st.session_state.current, st.session_state.page_number = "", 1


def say_address(wanted: Filter, **more: str) -> None:
    """Write the filter, and what else makes this view, into the address bar: once, for it costs the browser."""
    st.session_state.address = wanted.parameters()
    address = {**kept_parameters(), **wanted.parameters(), **{key: value for key, value in more.items() if value}}
    if dict(st.query_params) != address:
        st.query_params.from_dict(address)


def kept_parameters() -> dict[str, str]:
    return {"lang": st.session_state.language} if "language" in st.session_state else {}


def _forget_filter_widgets() -> None:
    for key in [key for key in st.session_state if str(key).startswith("filter_")]:
        del st.session_state[key]


def language() -> str:
    """The language in use: the one chosen, else the address bar's, else the browser's."""
    if "language" not in st.session_state:
        asked, browser = st.query_params.get("lang", ""), (st.context.locale or "pt")[:2]
        st.session_state.language = next((name for name in (asked, browser) if name in LANGUAGES), "en")
    return st.session_state.language


def _sidebar(chosen: str) -> str:
    with st.sidebar:
        st.text_input(
            say(chosen, "curator"), key="curator_name", value=_curator(), help=say(chosen, "curator.help"),
            on_change=_rename,
        )  # fmt: skip
        st.html(CURATORS_NAME, unsafe_allow_javascript=True)
        st.segmented_control(
            say(chosen, "language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, key="language_choice",
            default=chosen, on_change=_switch_language, required=True,
        )  # fmt: skip
    return _curator()


def _switch_language() -> None:
    st.session_state.language = st.session_state.language_choice


def _curator() -> str:
    """Who reviews, on whichever page: the name given, else the one logged in with, the browser's, or the system's."""
    if not st.session_state.get("me"):
        login = getattr(st.user, "is_logged_in", False)
        known = str(st.user.get("name") or st.user.get("email")) if login else ""
        st.session_state.me = known or unquote(st.context.cookies.get("acervo_curator", "")) or getpass.getuser()
    return st.session_state.me


def _rename() -> None:
    """Keep the name: Streamlit forgets a page's fields when another page is opened."""
    st.session_state.me = (st.session_state.curator_name or "").strip()


def _level(place: Workplace, chosen: str) -> None:
    """Bring the index level, with a bar when that takes a while. Raises as Workplace.level does."""
    work = place.catch_up()
    if work:
        bar = st.empty()
        while work.is_alive():
            done, total = place.read
            bar.progress(min(1.0, done / total), say(chosen, "indexing", percent=round(100 * done / total)))
            work.join(0.25)
        bar.empty()
    place.level()
