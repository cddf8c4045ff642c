"""`make bench`: each benchmark in its short form; each module says what it measures, and takes arguments."""

import subprocess
import sys

SHORT = {
    "benchmarks.audit": ["--rows", "5000"],
    "benchmarks.books": [],
    "benchmarks.training": ["--layers-in-all", "6", "--updates", "3", "--set", "batches.pack_to=256"],
}


def main() -> int:
    """The number of benchmarks that failed."""
    failed = 0
    for module, arguments in SHORT.items():
        print(f"{module} {' '.join(arguments)}", flush=True)
        failed += subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode != 0  # noqa: S603
    return failed


if __name__ == "__main__":
    sys.exit(main())
