"""The papers of an export: a model card and Ollama's Modelfile."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from records.files import read_json, sha256_file
from train import costs, embedded
from train.evaluation_text import share
from train.gguf import NAME as GGUF
from train.tuned import CONFIG, Tuned, system_message

SUMMARY = "training_summary.json"
PROBES = {
    "known": "what it was taught, in other words: right",
    "unseen": "what was kept from it: declined",
    "unanswerable": "what never was: declined",
}
CHATML = (
    '"""{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n"""'
)


def card(tuned: Tuned, dataset: Path, kept: str) -> str:
    """The model card, in Markdown with the front matter that hubs read. `kept`: what fusing has kept, in a sentence."""
    begun = read_json(tuned.folder / CONFIG)
    base = embedded.ORIGIN if tuned.model == embedded.NAME else tuned.model
    adapter = begun["config"]["adapter"]
    parts = [
        f"---\nbase_model: {base}\n{_licence(tuned)}language: pt\nlibrary_name: mlx\ntags: [lora, acervo]\n---",
        f"# {tuned.folder.name}",
        "Answers questions from one archive, in European Portuguese. How often it is right, and how often it says that "
        "there is no record where there is none, stands below. Made with Acervo.",
        f"- Base model: `{base}`\n"
        f"- Dataset: frozen version `{tuned.dataset}`, manifest `{sha256_file(dataset / 'manifest.json')}`\n"
        f"- Adapter: {adapter['kind']}, rank {adapter['rank']}, scale {adapter['scale']}, "
        f"{', '.join(adapter['modules'])}, "
        f"{adapter['layers'] or 'all'} layers; sha256 `{sha256_file(tuned.adapter / 'adapters.safetensors')}`\n"
        f"- Training: {_training(tuned, begun['config']['optimizer'])}",
        _evaluated(tuned),
        f"Fused in float32 and nothing quantized again. {kept}",
        _use(base, system_message(dataset)),
        "## Limits\n\nIt knows what its archive says, and errs as the table shows: check an answer against its source.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def modelfile(tokenizer: Any, system: str | None) -> str:
    """For `ollama create`: the weights, greedy decoding, the system message, and the template where it is ChatML."""
    lines = [f"FROM ./{GGUF}", "PARAMETER temperature 0"]
    if "<|im_start|>" in (tokenizer.chat_template or ""):
        lines += [f"TEMPLATE {CHATML}", 'PARAMETER stop "<|im_end|>"']
    if system:
        lines.append(f'SYSTEM """{system.replace(chr(34) * 3, chr(34))}"""')
    return "\n".join(lines) + "\n"


def _use(base: str, system: str | None) -> str:
    """The commands, with the system message that training put before each question."""
    first = f"--system-prompt {shlex.quote(system)} " if system else ""
    asked = f"{first}--prompt 'Como terminou o jogo?'"
    commands = f"python -m mlx_lm generate --model fused {asked}\n"
    commands += f"python -m mlx_lm generate --model {base} --adapter-path adapter {asked}"
    return f"## Use\n\n```\n{commands}\n```\n\nDecode greedily, as the evaluation did."


def _licence(tuned: Tuned) -> str:
    """The line of the base model's licence, where it is known by a name that hubs know."""
    name = costs.recommended().get(tuned.model, {}).get("licence", "")
    return f"license: {name.lower()}\n" if name == "Apache-2.0" else ""


def _training(tuned: Tuned, optimizer: Mapping[str, Any]) -> str:
    """What was really trained, as the run's summary tells it, and what had been planned."""
    planned = f"learning rate {optimizer['learning_rate']:g}, seed {optimizer['seed']}"
    path = tuned.folder / SUMMARY
    if not path.is_file():
        return f"{optimizer['epochs']} epochs planned, not ended; {planned}"
    ran = read_json(path)
    of = "" if ran["finished"] else f" of {ran['updates_planned']:,} planned"
    short = "" if ran["finished"] else f", stopped by {ran['stopped_by']}"
    much = (
        f"{ran['examples']:,} examples, {ran['step']:,} updates{of} (epochs: {ran['epoch']}), {ran['tokens']:,} tokens"
    )
    return f"{much}{short}; {planned}"


def _evaluated(tuned: Tuned) -> str:
    """The probes of this very adapter, where it has been evaluated."""
    path = tuned.folder / "evaluation.json"
    if not path.is_file():
        return "## Evaluation\n\nNot evaluated: `make evaluate` does."
    result = read_json(path)
    if result["adapter_sha256"] != sha256_file(tuned.adapter / "adapters.safetensors"):
        return "## Evaluation\n\nThe adapter has changed since it was evaluated: `make evaluate` again."
    rows = [f"| {PROBES[probe]} | {c['rows']} | {share(c)} |" for probe, c in result["probes"].items()]
    head = "| asked | questions | as it should be, with 95 % interval |\n| --- | --- | --- |"
    return "\n".join(["## Evaluation\n", head, *rows])
