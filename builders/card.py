"""The dataset card and the Croissant description of a frozen version: what it is, for people and for machines.

Neither holds a date or the version's own address: the same inputs must give the same bytes.
"""

from collections import Counter
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from builders.portuguese import slug
from builders.profile import Profile
from builders.splits import SPLITS
from builders.tables import dataset_table
from records.files import sha256_file

CARD = "README.md"
CROISSANT = "croissant.json"
SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
TEXT_FIELDS = ("id", "probe", "builder", "template", "phrasing", "group", "source")
FILES = """\
## What lies in this folder

| file | what |
|---|---|
| `train.jsonl`, `valid.jsonl`, `test.jsonl` | the rows |
| `manifest.json` | the hash of every file and of everything they were made from, the settings and the counts |
| `left_out.json` | every example that was made and is in no split, with its reason |
| `names.json` | the clubs and the other forms of their names |
| `croissant.json` | the same description for machines |
| `diff.md` | what is different from the version before it, where there was one |

How long the rows are in a model's tokens depends on the model: `make audit` writes it to `data/audit/`, under the name
of this folder and that of the model.
"""
REHEARSAL = """
Rows of the builder `rehearsal`, in `train` alone, are of no archive: plain questions of common knowledge and of
Portuguese that come with Acervo, under its licence, so that a model keeps more of what it could do before.
"""
FIELD_MEANINGS = {
    "id": "Readable name of the example, the same in every version that holds it.",
    "probe": "train, known, unseen or unanswerable: what the row teaches or measures.",
    "builder": "Which builder asked.",
    "template": "What is asked.",
    "phrasing": "With which words: the names of the pieces.",
    "group": "The fact, person or passage it is about.",
    "source": "Where the answer stands in the archive.",
    "messages": "The conversation in OpenAI chat form, the last message being the answer.",
}


def write_card(folder: Path, profile: Profile, counts: Mapping[str, Any], inputs: Mapping[str, str]) -> None:
    """Write README.md into a version that is being made."""
    sources = sorted(name.removeprefix("corpus/") for name in inputs if name.startswith("corpus/"))
    parts = [
        "---\n" + yaml.safe_dump(_metadata(profile, counts), allow_unicode=True, sort_keys=False) + "---\n",
        f"# Questions and answers from the archive of {profile.club.name}\n",
        _how(profile),
        FILES,
        "## What is in it\n\nv is valid, t is test.\n\n```\n" + dataset_table(counts) + "\n```\n",
        _left_out(counts),
        "## Sources and licences\n\n| source | licence |\n|---|---|\n"
        + "".join(f"| {name} | {licence_of(name, profile)} |\n" for name in sources),
        _limits(),
    ]
    (folder / CARD).write_text("\n".join(parts), encoding="utf-8")


def licence_of(name: str, profile: Profile) -> str:
    """The licence the profile states for a source: the first pattern that matches its path."""
    return next((licence for pattern, licence in profile.licences.items() if fnmatch(name, pattern)), "not stated")


def croissant(folder: Path, profile: Profile) -> dict[str, Any]:
    """The Croissant 1.0 description (JSON-LD) of the three files of a version that is being made."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": f"acervo-{slug(profile.club.short)}",
        "description": f"Questions and answers from the archive of {profile.club.name}, for fine-tuning and its tests.",
        "inLanguage": profile.language,
        "license": sorted(set(profile.licences.values())) or ["not stated"],
        "url": "README.md",
        "citeAs": f"Archive of {profile.club.name}, as questions and answers made with Acervo.",
        "distribution": [_file_object(folder, split) for split in SPLITS],
        "recordSet": [_record_set(split) for split in SPLITS],
    }


def _metadata(profile: Profile, counts: Mapping[str, Any]) -> dict[str, Any]:
    total = sum(counts["splits"].values())
    return {
        "language": [profile.language.split("-")[0]],
        "license": "other",
        "license_name": "see-sources-and-licences",
        "task_categories": ["question-answering", "text-generation"],
        "size_categories": [next((name for limit, name in SIZES if total < limit), "1M<n<10M")],
        "pretty_name": f"Acervo: {profile.club.name}",
        "configs": [
            {
                "config_name": "default",
                "data_files": [
                    {"split": "train", "path": "train.jsonl"},
                    {"split": "validation", "path": "valid.jsonl"},
                    {"split": "test", "path": "test.jsonl"},
                ],
            }
        ],
    }


def _how(profile: Profile) -> str:
    return (
        f"Made with Acervo from the sources listed below, in {profile.language}. Facts were read from the sources,"
        " asked in composed phrasings, checked, shown to people where in doubt, and frozen; `manifest.json` holds the"
        " hash of every file and of everything they were made from. Each row is a conversation in chat form"
        " (`messages`) with the `facts` its answer must state and the `source` where it stands.\n\n"
        "`train` teaches. `valid` and `test` hold three probes: `known` (a fact that train teaches, in words that it"
        " does not use), `unseen` (a fact withheld whole: right is to say that there is no record) and `unanswerable`"
        " (something that never was).\n" + (REHEARSAL if profile.draw.rehearsal else "")
    )


def _left_out(counts: Mapping[str, Any]) -> str:
    reasons = Counter(counts["left_out"])
    lines = "".join(f"- {reason}: {number}\n" for reason, number in sorted(reasons.items()))
    return "## What was left out\n\n`left_out.json` lists every example and its reason.\n\n" + (lines or "Nothing.\n")


def _limits() -> str:
    return (
        "\n## Known limits\n\n- The answers are as true as the sources: what no source contradicts was not checked.\n"
        '- "No record" means none in these sources.\n'
        "- Phrasings are composed of pieces: they are correct, and less varied than people are.\n"
    )


def _file_object(folder: Path, split: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": f"{split}.jsonl",
        "name": f"{split}.jsonl",
        "contentUrl": f"{split}.jsonl",
        "encodingFormat": "application/jsonlines",
        "sha256": sha256_file(folder / f"{split}.jsonl"),
    }


def _record_set(split: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": split,
        "name": split,
        "field": [*(_field(split, name) for name in TEXT_FIELDS), _messages_field(split)],
    }


def _messages_field(split: str) -> dict[str, Any]:
    """A repeated field of role and content, each taken out of the column by a JSON path."""
    whole = _field(split, "messages")
    parts = [
        whole
        | {"@id": f"{split}/messages/{part}", "name": part}
        | {"source": whole["source"] | {"transform": {"jsonPath": f"$[*].{part}"}}}
        for part in ("role", "content")
    ]
    kept = {key: value for key, value in whole.items() if key not in ("source", "dataType")}
    return kept | {"repeated": True, "subField": parts}


def _field(split: str, name: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{split}/{name}",
        "name": name,
        "description": FIELD_MEANINGS[name],
        "dataType": "sc:Text",
        "source": {"fileObject": {"@id": f"{split}.jsonl"}, "extract": {"column": name}},
    }


_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
