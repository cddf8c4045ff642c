"""From a frozen dataset to an adapter, and all that looks at tokens."""

from train import backend

backend.load()  # before anything imports MLX
