"""Greedy answers: many at once for evaluation, one as a stream for a person."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any

from train import backend

Answer = tuple[list[int], bool]
"""Token ids, and whether the model ended there by itself."""
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Generated:
    """An answer as the model gave it, without its end marker."""

    text: str
    tokens: int
    finished: bool
    """Whether the model ended it, rather than the limit of tokens."""


def generate_answers(
    model: Any,
    tokenizer: Any,
    prompts: Sequence[Sequence[int]],
    max_tokens: int | Sequence[int] = 128,
    batch: int = 64,
    done: Callable[[int], object] = lambda _: None,
) -> list[Generated]:
    """Greedy answers to prompts given as token ids, in the order of the prompts; `batch` of them grow at once.

    `max_tokens` is one limit for all, or one for each. What all prompts begin with (the system message) is read once.
    On a CPU every core lets a share of the answers grow. `done` is called with 1 as each answer ends.
    """
    if not prompts:
        return []
    _finish(model, prompts[0][:1])
    prefix = _common_prefix(prompts)
    caches = _read_prefix(model, prompts[0][:prefix]) if prefix else None
    limits = [max_tokens] * len(prompts) if isinstance(max_tokens, int) else list(max_tokens)
    stop = Event()

    def grow(share: Sequence[int]) -> dict[int, Answer]:
        generator = _generator(model, tokenizer, batch)
        rest = [list(prompts[i][prefix:]) for i in share]
        uids = generator.insert(rest, [limits[i] for i in share], caches=[caches] * len(rest) if caches else None)
        try:
            outcome = _collect(generator, uids, done, stop)
        finally:
            generator.close()
        return {i: outcome[uid] for i, uid in zip(share, uids, strict=True)}

    answers = _at_once(grow, _shares(prompts), stop)
    return [_generated(tokenizer, *answers[i]) for i in range(len(prompts))]


def stream_answer(model: Any, tokenizer: Any, prompt: Sequence[int], max_tokens: int = 256) -> Iterator[str]:
    """The greedy answer to one prompt, in pieces as they come."""
    from mlx_lm import stream_generate

    with backend.blas_shared(backend.lanes()):  # products of one row gain nothing from more cores, which only wait
        for response in stream_generate(model, tokenizer, list(prompt), max_tokens=max_tokens):
            yield response.text


def _generator(model: Any, tokenizer: Any, batch: int) -> Any:
    from mlx_lm.generate import BatchGenerator

    return BatchGenerator(model, stop_tokens=[[t] for t in tokenizer.eos_token_ids], completion_batch_size=batch)


def _finish(model: Any, ids: Sequence[int]) -> None:
    """Compute what of the model still waits to be: MLX lets only the thread that has begun something end it."""
    import mlx.core as mx

    mx.eval(model.parameters(), model(mx.array([list(ids)])))


def _shares(prompts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The prompts' numbers, a share for each lane; the longest first, since like lengths pad each other less."""
    order = sorted(range(len(prompts)), key=lambda i: len(prompts[i]), reverse=True)
    lanes = min(backend.lanes(), len(prompts))
    return [order[lane::lanes] for lane in range(lanes)]


def _at_once(
    grow: Callable[[Sequence[int]], Mapping[int, Answer]], shares: Sequence[Sequence[int]], stop: Event
) -> dict[int, Answer]:
    """What `grow` makes of every share, each in a thread with its part of the cores' products; one in this thread.

    Only matrix products use several cores by themselves, and those of a few rows gain nothing from it. `stop` is set
    where a share fails or a person interrupts, so that the others end too.
    """
    if len(shares) == 1:
        return dict(grow(shares[0]))
    answers: dict[int, Answer] = {}
    with backend.blas_shared(len(shares)), ThreadPoolExecutor(len(shares)) as threads:
        try:
            for grown in threads.map(grow, shares):
                answers |= grown
        finally:
            stop.set()
    return answers


def _collect(generator: Any, uids: Sequence[int], done: Callable[[int], object], stop: Event) -> dict[int, Answer]:
    """Token ids by uid, and whether the model ended there by itself."""
    ids: dict[int, list[int]] = {uid: [] for uid in uids}
    ended: dict[int, bool] = {}
    while not stop.is_set() and (responses := generator.next_generated()):
        for response in responses:
            if response.finish_reason != "stop":
                ids[response.uid].append(response.token)
            if response.finish_reason is not None:
                ended[response.uid] = response.finish_reason == "stop"
                with ONE_AT_A_TIME:
                    done(1)
    return {uid: (ids[uid], ended[uid]) for uid in ended}


def _generated(tokenizer: Any, ids: list[int], finished: bool) -> Generated:
    return Generated(tokenizer.decode(ids, skip_special_tokens=True).strip(), len(ids), finished)


def _common_prefix(prompts: Sequence[Sequence[int]]) -> int:
    """How many tokens all prompts begin with; two at least are left of each, for the batch to begin with."""
    if len(prompts) == 1:
        return 0
    first, last = list(min(prompts, key=list)), list(max(prompts, key=list))
    common = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return max(0, min(common, min(map(len, prompts)) - 2))


def _read_prefix(model: Any, ids: Sequence[int]) -> list[Any]:
    """What the model keeps of a prefix, one cache a layer; batches copy it, so all may share it."""
    import mlx.core as mx
    from mlx_lm.models.cache import make_prompt_cache

    caches = make_prompt_cache(model)
    model(mx.array([list(ids)]), cache=caches)
    mx.eval([cache.state for cache in caches])
    return caches
