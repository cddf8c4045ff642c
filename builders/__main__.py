"""The builders' command line: corpus in, frozen dataset out.

python -m builders dataset --corpus corpus          build and freeze
python -m builders report                           what was left out, by reason
python -m builders report --reason future_fixture   every piece left out for that reason, with file and line
python -m builders import old_dataset.jsonl         take in an existing dataset, for review
python -m builders verify                           check the latest frozen version against its manifest
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from builders.profile import NAME, Draw, Profile, load_profile
from builders.verdicts import POLICIES
from records.errors import AcervoError

OWN_PROFILE = Path(__file__).parent.parent / "corpus" / NAME


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, 1 for bad input, 2 for wrong usage, 130 for Ctrl-C."""
    options = _parser().parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except AcervoError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `| head` closed our output: it had what it wanted
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("\ninterrupted: nothing was left half-written; run the same command again", file=sys.stderr)
        return 130


def dataset(options: argparse.Namespace) -> int:
    from builders.building import build, read_state
    from builders.freeze import freeze
    from builders.tables import dataset_table

    profile = find_profile(options.corpus, options.profile)
    built = build(options.corpus, profile, options.data, options.strict, options.suggest)
    for note in read_state(built.folder)["notes"] if built.fresh else ():
        print(f"note: {note}")
    frozen = freeze(built, profile, options.data, options.review)
    if not built.fresh and not frozen.fresh:
        print(f"nothing has changed: {frozen.folder} is up to date")
        return 0
    print(dataset_table(frozen.manifest.counts))
    print(_story(frozen.manifest.counts))
    print(f"frozen: {frozen.folder}" + ("" if frozen.fresh else " (the same bytes as before)"))
    return 0


def report(options: argparse.Namespace) -> int:
    from builders.reporting import list_reason, summarise

    if options.reason:
        return list_reason(options.data, options.reason)
    return summarise(options.data)


def import_dataset(options: argparse.Namespace) -> int:
    from builders.imported.command import import_into

    return import_into(options.file, find_profile(options.corpus, options.profile), options.data)


def verify(options: argparse.Namespace) -> int:
    from builders.versions import version_folder
    from records.manifest import verify_folder

    manifest = verify_folder(version_folder(options.data / "frozen", options.version))
    print(f"{manifest.version}: {len(manifest.files)} files, each as its manifest says")
    return 0


def versions(options: argparse.Namespace) -> int:
    from builders.versions import all_versions, latest
    from records.manifest import read_manifest

    newest = latest(options.data / "frozen")
    for folder in all_versions(options.data / "frozen"):
        splits = read_manifest(folder).counts["splits"]
        mark = "  latest" if folder.resolve() == newest else ""
        print(f"{folder.name}  " + "  ".join(f"{name} {number}" for name, number in splits.items()) + mark)
    return 0


def diff(options: argparse.Namespace) -> int:
    from builders.comparison import as_markdown, compare
    from builders.versions import version_folder

    old, new = (version_folder(options.data / "frozen", name) for name in (options.old, options.new))
    print(as_markdown(compare(old, new), f"{old.name} -> {new.name}"), end="")
    return 0


def export_version(options: argparse.Namespace) -> int:
    from builders.export import export
    from builders.versions import version_folder

    folder = version_folder(options.data / "frozen", options.version)
    target = options.out or options.data / "exports" / f"{folder.name}-{options.format}-{options.to}"
    for path in export(folder, options.format, options.to, target):
        print(path)
    return 0


def delete(options: argparse.Namespace) -> int:
    from builders.versions import delete_version, version_folder

    version_folder(options.data / "frozen", options.version)  # before anything is asked
    typed = options.confirm or (input("type the version's name: ") if sys.stdin.isatty() else "")
    delete_version(options.data / "frozen", options.version, typed)
    print(f"{options.version} is deleted")
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "dataset": dataset,
    "report": report,
    "import": import_dataset,
    "verify": verify,
    "versions": versions,
    "diff": diff,
    "export": export_version,
    "delete": delete,
}


def find_profile(corpus: Path, given: Path | None) -> Profile:
    """The profile given, the corpus's own, or the project's, said aloud when it is the last."""
    if given is not None:
        return load_profile(given)
    if (corpus / NAME).is_file():
        return load_profile(corpus / NAME)
    own = load_profile(OWN_PROFILE)
    if corpus.is_dir():
        print(
            f"note: {corpus} has no {NAME}: taken as {own.club.name}'s, as in {OWN_PROFILE.parent.name}/{NAME},"
            " with as many questions as by default (PROFILE=path names another)"
        )
    return replace(own, draw=Draw())  # the sample draws little; whose archive it is, is what is taken over


def _story(counts: Mapping[str, Any]) -> str:
    """The table in two sentences, with what to do next."""
    left = ", ".join(f"{reason} {number}" for reason, number in counts["left_out"].items()) or "nothing"
    sentence = f"left out at freezing: {left} (`python -m builders report` says more)"
    waiting = counts["left_out"].get("awaiting_review", 0) + counts["left_out"].get("stale_verdict", 0)
    if waiting:
        sentence += f"\n{waiting} examples wait for a person: `make review`"
    if counts.get("orphaned_verdicts"):
        sentence += f"\n{counts['orphaned_verdicts']} verdicts are on examples that are gone; they are kept"
    return sentence


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m builders", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path("data"), help="folder of everything made (default: data)")
    source = argparse.ArgumentParser(add_help=False)
    source.add_argument("--corpus", type=Path, default=Path("corpus"), help="folder of sources (default: corpus)")
    source.add_argument("--profile", type=Path, help="profile.yaml to use (default: the corpus's own)")
    _dataset_options(commands.add_parser("dataset", parents=[shared, source], help="build and freeze"))
    listing = commands.add_parser("report", parents=[shared], help="what was left out, and why")
    listing.add_argument("--reason", help="list every piece left out for this reason")
    taking = commands.add_parser("import", parents=[shared, source], help="take in an existing dataset")
    taking.add_argument("file", type=Path, help="JSONL, JSON or CSV: chat, Alpaca, ShareGPT, prompt/completion, text")
    checking = commands.add_parser("verify", parents=[shared], help="check a frozen version against its manifest")
    checking.add_argument("version", nargs="?", default="latest")
    commands.add_parser("versions", parents=[shared], help="list the frozen versions")
    _version_options(commands, shared)
    return parser


def _dataset_options(parser: argparse.ArgumentParser) -> None:
    words = "; ".join(f"{name}: {meaning}" for name, meaning in POLICIES.items())
    parser.add_argument("--review", choices=list(POLICIES), default="flagged", help=f"{words} (default: flagged)")
    parser.add_argument("--strict", action="store_true", help="stop at the first file that cannot be used")
    parser.add_argument("--suggest", default="", metavar="MODEL", help="folder of an MLX model that proposes questions")


def _version_options(commands: Any, shared: argparse.ArgumentParser) -> None:
    from builders.export import FORMATS

    comparing = commands.add_parser("diff", parents=[shared], help="what two frozen versions hold differently")
    comparing.add_argument("old")
    comparing.add_argument("new", nargs="?", default="latest")
    exporting = commands.add_parser("export", parents=[shared], help="a version in the form of another trainer")
    exporting.add_argument("version", nargs="?", default="latest")
    exporting.add_argument("--format", choices=list(FORMATS), default="chat")
    exporting.add_argument("--to", choices=["jsonl", "parquet"], default="jsonl")
    exporting.add_argument("--out", type=Path, help="folder to write (default: data/exports/...)")
    deleting = commands.add_parser("delete", parents=[shared], help="delete a frozen version; asks for its name")
    deleting.add_argument("version")
    deleting.add_argument("--confirm", metavar="VERSION", help="its name once more, instead of being asked")


if __name__ == "__main__":
    sys.exit(main())
