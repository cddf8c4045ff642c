import json
import tracemalloc
from pathlib import Path

import pytest

from builders.imported import import_file
from builders.imported.command import import_into
from builders.imported.rows import read_rows
from builders.profile import Club, Profile
from builders.report import Report
from builders.sources import SourceError
from records.example import Example, example_to_row
from records.validation import faults, read_examples

PROFILE = Profile(club=Club(name="SC Farense", short="Farense"))
ASKED, SAID = "Onde joga o Farense?", "O Farense joga no Estádio de São Luís, em Faro."


def load(folder: Path, name: str, content: str | bytes) -> list[Example]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    examples = list(import_file(path, PROFILE, Report()))
    for example in examples:
        assert not faults("example", example_to_row(example)), example
    return examples


def one(folder: Path, row: object) -> Example:
    return load(folder, "dados.jsonl", json.dumps(row, ensure_ascii=False))[0]


@pytest.mark.parametrize(
    ("row", "shape"),
    [
        ({"messages": [{"role": "user", "content": ASKED}, {"role": "assistant", "content": SAID}]}, "chat"),
        ({"conversations": [{"from": "human", "value": ASKED}, {"from": "gpt", "value": SAID}]}, "sharegpt"),
        ({"instruction": ASKED, "input": "", "output": SAID}, "alpaca"),
        ({"prompt": ASKED, "completion": SAID}, "prompt-completion"),
        ({"Pergunta": ASKED, "Resposta": SAID}, "prompt-completion"),
        ({"text": f"### Instruction:\n{ASKED}\n\n### Response:\n{SAID}"}, "text"),
        ({"text": f"<s>[INST] {ASKED} [/INST] {SAID}</s>"}, "text"),
        (f"Pergunta: {ASKED}\nResposta: {SAID}", "text"),
    ],
)
def test_every_usual_shape_becomes_the_same_question_and_answer(tmp_path: Path, row: object, shape: str) -> None:
    example = one(tmp_path, row)
    assert (example.template, example.prompt, example.answer) == (shape, ASKED, SAID)
    assert example.flags == ("imported",)


def test_the_input_of_an_alpaca_row_stands_under_its_instruction(tmp_path: Path) -> None:
    example = one(tmp_path, {"instruction": "Resume o texto.", "input": "O Farense venceu.", "output": "Venceu, sim."})
    assert example.prompt == "Resume o texto.\n\nO Farense venceu."


def test_a_system_message_and_earlier_turns_are_kept(tmp_path: Path) -> None:
    turns = [("system", "És breve."), ("user", "Olá."), ("assistant", "Olá!"), ("user", ASKED), ("assistant", SAID)]
    example = one(tmp_path, {"messages": [{"role": role, "content": text} for role, text in turns]})
    assert [(m["role"], m["content"]) for m in example.messages] == turns


def test_a_table_with_semicolons_in_latin_letters_is_read(tmp_path: Path) -> None:
    content = f'pergunta;resposta\n"{ASKED}";"{SAID}"\n'.encode("cp1252")
    example = load(tmp_path, "dados.csv", content)[0]
    assert (example.prompt, example.answer, example.sources[0].locator) == (ASKED, SAID, "row 2")


def test_a_json_document_keeps_its_rows_under_data(tmp_path: Path) -> None:
    content = json.dumps({"data": [{"prompt": ASKED, "completion": SAID}]})
    assert load(tmp_path, "dados.json", content)[0].sources[0].locator == "$.data[0]"


@pytest.mark.parametrize(
    ("row", "flag"),
    [
        ({"prompt": "", "completion": SAID}, "empty_prompt"),
        ({"prompt": ASKED, "completion": " "}, "empty_answer"),
        ({"text": SAID}, "empty_prompt"),
        ({"prompt": ASKED, "completion": "O Farense joga em Faro e tem como"}, "cut_sentence"),
        ({"prompt": ASKED, "completion": "regressou ao Estádio de São Luís em 1924."}, "cut_sentence"),
        ({"prompt": ASKED, "completion": "Faro"}, "not_a_sentence"),
        ({"prompt": ASKED, "completion": "Jogou em:\nFaro\nOlhão\nTavira."}, "unfinished_lines"),
        ({"prompt": ASKED, "completion": f"{SAID} {SAID}"}, "repeated_text"),
        (
            {"prompt": "Where does the club play?", "completion": "The club plays in the city of Faro."},
            "foreign_language",
        ),
        ({"prompt": ASKED, "completion": "A equipe marcou dois gols em Faro."}, "brazilian_portuguese"),
        ({"prompt": ASKED, "completion": "O **Farense** joga em Faro."}, "markup"),
        ({"prompt": ASKED, "completion": "O Farense joga em Faro 🦁."}, "pictures"),
        ({"prompt": ASKED, "completion": "O Farense joga no EstÃ¡dio de SÃ£o LuÃ\xads."}, "mojibake"),
        ({"prompt": ASKED, "completion": "Corrige este txt: o Farense joga em Faro."}, "instruction_in_source"),
        ({"prompt": ASKED, "completion": "O Farense\x07 joga em Faro."}, "control_characters"),
        ({"nome": "Farense", "cidade": "Faro"}, "unknown_shape"),
        ({"prompt": SAID, "completion": SAID}, "answer_repeats_question"),
    ],
)
def test_what_is_wrong_with_a_row_is_a_flag(tmp_path: Path, row: object, flag: str) -> None:
    assert flag in one(tmp_path, row).flags


def test_rows_that_say_the_same_are_kept_and_flagged(tmp_path: Path) -> None:
    rows = [(ASKED, SAID), ("De onde é o Farense?", SAID), (ASKED, SAID), (ASKED, "O Farense joga em Olhão, diz-se.")]
    text = "\n".join(json.dumps({"prompt": q, "completion": a}) for q, a in rows)
    first, second, third, fourth = load(tmp_path, "dados.jsonl", text)
    assert {"duplicate_row", "duplicate_answer", "question_with_other_answer"} <= set(first.flags)
    assert second.flags == ("duplicate_answer", "imported")
    assert "question_with_other_answer" in fourth.flags
    assert first.group == second.group != fourth.group
    assert third.id == first.id.replace("/as-written", ".2/as-written")


def test_a_row_put_in_above_changes_no_id(tmp_path: Path) -> None:
    row = json.dumps({"prompt": ASKED, "completion": SAID})
    other = json.dumps({"prompt": "De onde é?", "completion": "É de Faro."})
    (alone,) = load(tmp_path, "dados.jsonl", row)
    below = load(tmp_path, "dados.jsonl", f"{other}\n{row}")[1]
    assert alone.id == below.id


def test_a_line_that_is_not_json_is_kept_as_it_is_written(tmp_path: Path) -> None:
    examples = load(tmp_path, "dados.jsonl", '{"prompt": "a", \n' + json.dumps({"prompt": ASKED, "completion": SAID}))
    assert [example.template for example in examples] == ["unknown", "prompt-completion"]
    assert examples[0].answer == '{"prompt": "a",'
    assert "unreadable_row" in examples[0].flags


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("dados.txt", b"x", "not a form of dataset; save it as one of .jsonl, .ndjson, .json, .csv, .tsv"),
        ("dados.jsonl", b"", "the file is empty"),
        ("dados.json", b"{", "not JSON"),
        ("dados.json", b'"x"', "holds no list of rows"),
        ("dados.csv", b"\0\1\2\xff\0", "binary content"),
    ],
)
def test_a_file_that_is_no_dataset_is_refused_with_a_remedy(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(SourceError, match=message):
        load(tmp_path, name, content)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nada\.jsonl: no such file"):
        list(import_file(tmp_path / "nada.jsonl", PROFILE, Report()))


def test_the_command_writes_valid_examples_and_counts_flags(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "Perguntas antigas.jsonl"
    path.write_text(json.dumps({"prompt": "", "completion": SAID}), encoding="utf-8")
    assert import_into(path, PROFILE, tmp_path / "data") == 0
    (example,) = read_examples(tmp_path / "data" / "generated" / "imported-perguntas-antigas.jsonl")
    assert example.prompt == "(sem pergunta)"
    assert "1  empty_prompt" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["dados.jsonl", "dados.csv"])
def test_rows_are_read_as_a_stream(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    row = json.dumps({"prompt": ASKED, "completion": SAID * 200}) if name.endswith("l") else f'"{ASKED}","{SAID * 200}"'
    header = "prompt,completion\n" if name.endswith("v") else ""
    path.write_text(header + f"{row}\n" * 1000, encoding="utf-8")
    tracemalloc.start()
    number = sum(1 for _ in read_rows(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert number == 1000
    assert peak < path.stat().st_size / 10


def test_a_line_in_another_encoding_spoils_no_other(tmp_path: Path) -> None:
    rows = [json.dumps({"prompt": ASKED, "completion": SAID}, ensure_ascii=False)] * 2
    examples = load(tmp_path, "dados.jsonl", rows[0].encode() + b"\n" + rows[1].encode("cp1252"))
    assert [example.answer for example in examples] == [SAID, SAID]


def test_json_in_one_document_has_a_limit_and_says_what_has_none(tmp_path: Path) -> None:
    path = tmp_path / "dados.json"
    with path.open("wb") as handle:
        handle.truncate(65 << 20)
    with pytest.raises(SourceError, match=r"65 MB of JSON in one document.*; write it as JSONL, an object a line"):
        list(import_file(path, PROFILE, Report()))


@pytest.mark.parametrize("rest", ["q2,a2\n", ("x" * 100_000 + "\n") * 170])
def test_a_quotation_mark_too_few_is_told_with_the_line_where_its_row_begins(tmp_path: Path, rest: str) -> None:
    content = f'prompt,completion\n"q\num",a\nq,"a\n{rest}'.encode()
    with pytest.raises(SourceError, match=r"dados\.csv:4: not a table from here on .*; close its quotation marks"):
        load(tmp_path, "dados.csv", content)
