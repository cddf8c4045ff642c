"""What counts of right answers allow one to say: intervals and differences."""

import math

Z = 1.959964  # 95 %


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a proportion (Wilson 1927); (0, 1) of nothing."""
    if total == 0:
        return 0.0, 1.0
    share, spread = right / total, Z * Z / total
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def mcnemar(won: int, lost: int) -> float:
    """The chance of changes at least so uneven were both equally likely: McNemar's test, exact and two-sided."""
    changed = won + lost
    if changed == 0:
        return 1.0
    tail = sum(math.comb(changed, k) for k in range(min(won, lost) + 1)) / 2**changed
    return min(1.0, 2 * tail)


def fisher(few: int, of: int, marked: int, total: int) -> float:
    """The chance of at least `few` marked among `of` drawn from `total` of which `marked` are (Fisher, one-sided)."""
    ways = math.comb(total, of)
    return sum(math.comb(marked, k) * math.comb(total - marked, of - k) for k in range(few, min(of, marked) + 1)) / ways
