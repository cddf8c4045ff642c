"""What a child process limits itself in: little enough to import that a child begins at once."""

import resource


def limit(what: int, amount: int) -> None:
    """Limit this process in what the system lets be limited. macOS refuses address space: the parent watches memory."""
    try:
        resource.setrlimit(what, (amount, resource.getrlimit(what)[1]))
    except (ValueError, OSError):
        return
