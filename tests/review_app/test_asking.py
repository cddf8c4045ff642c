"""Asking is a process of its own: loaded once, it says what goes wrong, a question is never a command, and it ends."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from review_app.asking import ROOT, Answers
from tests.train.test_evaluation import place  # noqa: F401  # a fixture

RUN = "001-tiny"


def last(answers: Answers, question: str):
    *_, answered = answers.ask(question)
    return answered


def test_one_process_answers_question_after_question_with_the_adapter_and_without(place: Path):  # noqa: F811
    answers = Answers(place, RUN)
    first, again = last(answers, "Jogo 1?"), last(answers, "Jogo 1?")
    assert answers.alive() and not first.fault
    assert first == again and first.tuned == first.base != ""  # an adapter that changes nothing
    answers.close()
    assert not answers.alive()


def test_an_answer_nobody_waited_for_is_not_taken_for_the_next(place: Path):  # noqa: F811
    answers = Answers(place, RUN)
    whole = last(answers, "Jogo 2?")
    next(answers.ask("Jogo 1?"))
    assert last(answers, "Jogo 2?") == whole
    answers.close()


@pytest.mark.parametrize("question", ["Como terminou o jogo?", "--base; rm -rf $HOME `id`\n{}"])
def test_without_a_run_the_trainers_own_sentence_is_shown(tmp_path, question):
    answered = last(Answers(tmp_path, "nenhum"), question)
    assert answered.tuned == answered.base == ""
    assert answered.fault.startswith("error: ") and "nenhum" in answered.fault


def test_a_process_that_was_ended_from_outside_is_said_to_have_ended(place: Path):  # noqa: F811
    answers = Answers(place, RUN)
    last(answers, "Jogo 1?")
    answers.close()
    assert last(answers, "Jogo 1?").fault == "train answers: ended with status -9"


def test_the_process_ends_when_the_app_is_killed(place: Path):  # noqa: F811
    code = """if True:
        import sys, pathlib
        from review_app.asking import Answers
        answers = Answers(pathlib.Path(sys.argv[1]), sys.argv[2])
        list(answers.ask("Jogo 1?"))
        print(answers.process.pid, flush=True)
        sys.stdin.read()
    """
    words = [sys.executable, "-c", code, str(place), RUN]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as app:
        assert app.stdout is not None
        model = psutil.Process(int(app.stdout.readline()))
        app.kill()
    model.wait(timeout=60)
