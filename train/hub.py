"""Models on the hub: downloaded once, and what went wrong said in words."""

import errno
import shutil
from pathlib import Path

from records.errors import AcervoError

GB = 1e9
ELSE = "use MODEL=embedded or a folder"


def from_hub(name: str) -> Path:
    """Download a model, or find it in the hub's cache.

    A connection that is lost is taken up again some times where it broke; after that the next call gets the files that
    are not whole yet, each from its start: so huggingface_hub 2.4 does it.
    Raises AcervoError where the hub has no such model or does not give it, and where the network or the disk fails.
    """
    from huggingface_hub import errors, snapshot_download
    from huggingface_hub.errors import HTTPError  # pyright: ignore[reportPrivateImportUsage]  # its HTTP library's own
    from mlx_lm.utils import DEFAULT_ALLOW_PATTERNS

    try:
        if not downloaded(name):
            _refuse_full_disk(name)
        return Path(snapshot_download(name, allow_patterns=DEFAULT_ALLOW_PATTERNS))
    except errors.GatedRepoError as error:
        remedy = f"accept them on its page and `.venv/bin/hf auth login`, or {ELSE}"
        raise AcervoError(name, "its owner gives it to those who accept conditions", remedy) from error
    except (errors.RepositoryNotFoundError, errors.HFValidationError) as error:
        raise AcervoError(name, "the model hub has no such model", f"check its name, or {ELSE}") from error
    except errors.HfHubHTTPError as error:
        told = f"the model hub does not give it ({str(error).splitlines()[0]})"
        raise AcervoError(name, told, f"try again later, or {ELSE}") from error
    except errors.LocalEntryNotFoundError as error:
        raise AcervoError(name, "the model hub cannot be reached", f"check the connection, or {ELSE}") from error
    except (HTTPError, OSError) as error:
        raise _broken_off(name, error) from error


def _refuse_full_disk(name: str) -> None:
    """Raise AcervoError where what is to be downloaded takes more than is free. The hub's own check only warns."""
    from huggingface_hub import constants, errors, snapshot_download
    from mlx_lm.utils import DEFAULT_ALLOW_PATTERNS

    try:
        files = snapshot_download(name, allow_patterns=DEFAULT_ALLOW_PATTERNS, dry_run=True)
    except errors.DryRunError:  # no network: what is in the cache must do
        return
    size = sum(file.file_size or 0 for file in files if file.will_download)
    cache = Path(constants.HF_HUB_CACHE)
    free = shutil.disk_usage(next(path for path in (cache, *cache.absolute().parents) if path.exists())).free
    if size > free:
        what = f"takes {size / GB:.2f} GB, and {free / GB:.2f} are free at {cache}"
        raise AcervoError(name, what, "free space, or set HF_HOME to a folder on another disk")


def _broken_off(name: str, error: Exception) -> AcervoError:
    """A download that had begun, or could not: a full disk, or a connection that was lost."""
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return AcervoError(name, "the disk is full", "free space, or set HF_HOME to a folder on another disk")
    return AcervoError(name, f"the download broke off ({error})", "try again: files that are whole are kept")


def downloaded(model: str) -> bool:
    """Whether a model is a folder, or in the hub's cache already."""
    if Path(model).is_dir():
        return True
    from huggingface_hub import try_to_load_from_cache

    return model.count("/") == 1 and isinstance(try_to_load_from_cache(model, "config.json"), str)
