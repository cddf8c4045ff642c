"""`make bench`: each benchmark in its short form; `python -m benchmarks NAME ARGUMENTS` runs one.

`python -m benchmarks gpu` is what is worth measuring on an NVIDIA GPU, in a few minutes.
"""

import subprocess
import sys

SHORT = (
    "audit --rows 5000",
    "books",
    "evaluation --rows 8 --tokens 16 --rounds 1",
    "scale 2000 10000",
    "training --layers-in-all 6 --examples 64 --seconds 30",
)
ON_GPU = "--device gpu --dtype bfloat16"
UPDATE = "--rows 4 --accumulation 8 --epochs 2"
GPU = (
    f"training --model mistral-shape {ON_GPU} --bits 4 --dense {UPDATE} --examples 512 --seconds 40",
    f"training --model smollm-shape {ON_GPU} {UPDATE} --examples 2048 --seconds 25",
    f"memory {ON_GPU} --sizes large --shapes 24 --mistral --refit",
    f"launches --plain --model mistral-shape {ON_GPU} --bits 4 --examples 96",
    f"launches {ON_GPU}",
    "evaluation --rows 256 --tokens 48",
)


def main(words: list[str]) -> int:
    """Run the benchmark that is named, those of `gpu`, or the short forms. Returns the number that failed."""
    lines = {"gpu": GPU, "": SHORT}.get(words[0] if words else "")
    failed = 0
    for name, *arguments in [line.split() for line in lines] if lines else [words]:
        print(f"benchmarks.{name} {' '.join(arguments)}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
        failed += subprocess.run(command, check=False).returncode != 0  # noqa: S603
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
