"""`python -m train COMMAND`: each command in its own module, imported when it is asked for."""

import argparse
import os
import sys
from importlib import import_module

from records.errors import AcervoError

COMMANDS = {
    "audit": ("train.audit", "what a run would see of the data: lengths, padding, limits and faults, with a verdict"),
    "train": ("train.command", "train an adapter on a frozen dataset, or go on with the newest run"),
    "plan": ("train.plan", "whether the run fits in memory, how long it takes, and what else would fit"),
    "ask": ("train.ask", "one question, answered by the newest adapter"),
    "answers": ("train.answers", "questions as lines, answered with the adapter and without: for a program that asks"),
    "evaluate": ("train.evaluation", "answers to the probes of a split, judged and counted"),
    "compare": ("train.compare", "the adapter against its base model, or two runs, on the same questions"),
    "chat": ("train.chat", "questions and answers in the terminal"),
    "general": ("train.general", "what the tune has broken of common knowledge and plain Portuguese"),
    "lessons": ("train.lessons", "what a run has not learnt, and which examples should have taught it"),
    "models": ("train.models", "the models recommended for this machine, and getting one"),
    "serve": ("train.serve", "an OpenAI-compatible server with the adapter"),
    "export": ("train.export", "adapter, fused model, GGUF, model card: what others can use"),
    "report": ("train.report", "plots of a run and one page that holds everything"),
    "monitor": ("train.monitor", "a run, live, in another terminal"),
    "doctor": ("train.doctor", "what this machine has, and what would keep it from training"),
}
"""Name: (module with `add_arguments(parser)` and `run(arguments) -> exit status`, what it does)."""


def main(words: list[str]) -> int:
    """Run one command. Returns 0, 1 for a fault in what was given, 2 for wrong usage, 130 when interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m train", description="Frozen dataset to adapter, and all that looks at it."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, about) in COMMANDS.items():
        commands.add_parser(name, help=about, description=about, add_help=name in words)
    chosen = words[0] if words and words[0] in COMMANDS else None
    if chosen is None:
        parser.parse_args(words)
        return 2
    module = import_module(COMMANDS[chosen][0])
    module.add_arguments(commands.choices[chosen])
    try:
        return module.run(parser.parse_args(words))
    except AcervoError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read what is printed has enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains of it once more
        return 0
    except OSError as error:  # a disk that is full in the middle of a line, say
        told = f"{error.filename or 'the system'}: {error.strerror or error}"
        print(f"error: {told}; free space or permissions, then repeat", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
