"""Asking is a process of its own: what goes wrong there is said here, and a question is never a command."""

import pytest

from review_app.asking import ask


@pytest.mark.parametrize("question", ["Como terminou o jogo?", "--base; rm -rf $HOME `id`"])
def test_without_a_run_the_trainers_own_sentence_is_shown(tmp_path, question):
    answer = ask(tmp_path, question, run="nenhum")
    assert answer.text == ""
    assert answer.fault.startswith("error: ") and "nenhum" in answer.fault
