"""Settings of a training run: each default once, with its unit; a preset is the difference from it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import orjson
import yaml
from mlx.utils import tree_flatten, tree_unflatten

from records.errors import AcervoError
from records.settings import checked, filled, read_yaml

PRESETS = Path(__file__).parent / "presets"

PARTS = {"self_attn": ("q", "k", "v", "o"), "mlp": ("gate", "up", "down")}
MODULES = {name: f"{part}.{name}_proj" for part, names in PARTS.items() for name in names}
"""Short names of what an adapter can be put on, and where it stands in a layer of mlx-lm's Llama-like models."""


AT_LEAST_ONE = ("rank", "micro_batch", "accumulation", "length", "pack_to", "epochs", "keep", "log_every", "save_every")


@dataclass(frozen=True)
class Adapter:
    """What is trained beside the frozen model."""

    kind: Literal["lora", "dora"] = "lora"
    rank: int = 8
    scale: float = 2.0
    """What the product of the two matrices is multiplied with. `alpha` may be given instead: alpha / rank."""
    dropout: float = 0.0
    """Share of the adapter's inputs set to zero, 0 to 1."""
    layers: int = 0
    """How many of the top layers carry adapters; 0 means all."""
    modules: tuple[str, ...] = tuple(MODULES)
    """Short names (q, k, v, o, gate, up, down) or paths inside a layer."""


@dataclass(frozen=True)
class Batches:
    """How examples are put together. None of it changes what an update means: the mean over its answer tokens."""

    micro_batch: int = 4
    """Rows computed at once."""
    accumulation: int = 1
    """Micro-batches in the window of one update."""
    length: int = 512
    """Tokens an example may have; `overlong` says what becomes of longer ones."""
    overlong: Literal["raise", "drop", "truncate_prompt"] = "raise"
    packing: bool = True
    """Put several short examples in one row, each blind to the others."""
    share_prefix: bool = False
    """Compute what all examples begin with (the system message) once for a micro-batch; rows are then not packed."""
    pack_to: int = 512
    """Tokens of a packed row. A longer example has a row to itself."""
    prompt_loss: bool = False
    """Learn the questions too, not only the answers."""


@dataclass(frozen=True)
class Optimizer:
    """AdamW and its learning rate."""

    learning_rate: float = 1e-3
    """The rate at the top of the schedule."""
    schedule: Literal["constant", "cosine", "linear"] = "cosine"
    """How the rate falls, towards zero at the end of the run, once the warm-up is over."""
    warmup: int = 20
    """Updates in which the rate rises to `learning_rate`; never more than a fifth of all."""
    weight_decay: float = 0.0
    clip: float = 1.0
    """Largest norm of the gradient; 0 leaves it as it is."""
    epochs: int = 8
    """Times every example is seen."""
    seed: int = 0
    """Decides the order of examples, the adapter's first values and dropout."""


@dataclass(frozen=True)
class Saving:
    """When to look and when to save, in updates."""

    log_every: int = 1
    evaluate_every: int = 0
    """0 means at the end of each epoch only."""
    evaluate_rows: int = 64
    """At most so many rows of each probe are used for the validation loss during the run; 0 means all."""
    save_every: int = 50
    """Besides the end of each epoch."""
    keep: int = 2
    """Newest checkpoints kept; the best is kept beside them."""
    patience: int = 0
    """Evaluations without a better `known` loss before the run stops early; 0 means never."""
    samples: int = 2
    """Questions of the `known` probe answered at each evaluation, to be read by a person."""


@dataclass(frozen=True)
class Memory:
    """Limits, in gigabytes (1e9 bytes); 0 lets the machine decide."""

    limit_gb: float = 0.0
    """What MLX may take; 0 is the working set that the machine recommends. A quarter of it may be kept for reuse."""
    critical_gb: float = 1.0
    """With less than this left to the whole system, the micro-batch is halved, or the run saves and stops."""
    checkpointing: bool = False
    """Compute each layer again in the backward pass rather than keep what it computed."""
    cache_frozen: bool = False
    """Compute what flows out of the frozen lower layers once; only with `layers` set."""
    dense: Literal["auto", "no", "float32", "bfloat16"] = "auto"
    """Unpack a quantized model to this type; `auto` does on the CPU, where quantized products are slow."""


@dataclass(frozen=True)
class Config:
    """A whole run."""

    preset: str = "embedded"
    model: str = "embedded"
    """"embedded", a folder in mlx-lm's form, or a name on the hub."""
    adapter: Adapter = field(default_factory=Adapter)
    batches: Batches = field(default_factory=Batches)
    optimizer: Optimizer = field(default_factory=Optimizer)
    saving: Saving = field(default_factory=Saving)
    memory: Memory = field(default_factory=Memory)


def load_preset(name: str) -> Config:
    """The settings of `presets/<name>.yaml` over the defaults. Raises AcervoError naming the presets there are."""
    path = PRESETS / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in PRESETS.glob("*.yaml")))
        raise AcervoError(f"preset {name}", "there is no such preset", f"there are {known}")
    settings = read_yaml(path) or {}
    settings.pop("about", None)
    return merge(Config(preset=name), settings, path)


def merge(config: Config, changes: Mapping[str, Any], where: object) -> Config:
    """The settings with `changes` put in, sections inside sections.

    Raises AcervoError at `where` for a key that does not exist, a value of the wrong type, and one no run can have.
    """
    merged = filled(config, _alpha_as_scale(config, changes), where)
    for name, value in flat(asdict(merged)).items():
        lowest = 1 if name.rpartition(".")[2] in AT_LEAST_ONE else 0
        if isinstance(value, int | float) and not value >= lowest and name != "adapter.scale":
            raise AcervoError(where, f"{name} is {value}", f"it must be {lowest} or more")
    if not merged.adapter.modules:
        raise AcervoError(where, "adapter.modules is empty", f"name some of {', '.join(MODULES)}")
    if merged.adapter.dropout >= 1:
        raise AcervoError(where, f"adapter.dropout is {merged.adapter.dropout}", "it must be below 1")
    return merged


def with_change(config: Config, change: str) -> Config:
    """The settings with one of them written on a command line: `optimizer.epochs=3`."""
    name, equals, value = change.partition("=")
    if not name or not equals or name == "preset":
        raise AcervoError(f"--set {change}", "is not NAME=VALUE of a setting", "for example --set optimizer.epochs=3")
    try:
        changes = tree_unflatten([(name, yaml.safe_load(value))])
    except yaml.YAMLError as error:
        what = f"is not YAML ({getattr(error, 'problem', error)})"
        raise AcervoError(f"--set {change}", what, "for example --set 'adapter.modules=[q, v]'") from error
    return merge(config, changes, f"--set {change}")


def config_row(config: Config) -> dict[str, Any]:
    """The JSON object of the settings."""
    return orjson.loads(orjson.dumps(config))


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Sections inside sections as `losses.known`."""
    return dict(tree_flatten(row, is_leaf=lambda value: isinstance(value, list)))  # type: ignore[arg-type]


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Names of the settings that differ, with both values: `optimizer.epochs: 3 then, 8 now`."""
    before, after = flat(old), flat(new)
    told = ((key, before.get(key), after.get(key)) for key in sorted({*before, *after}))
    return [f"{key}: {then} then, {now} now" for key, then, now in told if then != now]


def _alpha_as_scale(config: Config, changes: Mapping[str, Any]) -> Mapping[str, Any]:
    adapter = changes.get("adapter")
    if not isinstance(adapter, Mapping) or "alpha" not in adapter:
        return changes
    if "scale" in adapter:
        raise AcervoError("adapter", "alpha and scale are the same setting twice", "give one: scale = alpha / rank")
    rest = {key: value for key, value in adapter.items() if key != "alpha"}
    rank = checked(int, rest.get("rank", config.adapter.rank), "adapter: rank")
    scale = checked(float, adapter["alpha"], "adapter: alpha") / max(1, rank)
    return {**changes, "adapter": {**rest, "scale": scale}}
