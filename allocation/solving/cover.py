"""Whether a network can match all it must: two bipartite matchings suffice (Mendelsohn and Dulmage). Quotas are not
looked at."""

from __future__ import annotations

import numpy as np

from allocation.problem import Bools, Ints
from allocation.solvers import largest_matching
from allocation.solving.network import Network

Pairs = tuple[Ints, Ints]


def cover(network: Network, rows: Ints, cols: Ints) -> Pairs | None:
    """Pairs from the list among which a flow matches all mentees who must be and fills all seats that must be; None
    without any.

    One matching that covers the mentees and one that covers the seats contain, together, one that covers both.
    """
    wanted = network.must[rows]
    mentees = _match(rows[wanted], cols[wanted], network.high)
    if len(mentees[0]) < int(network.must.sum()):
        return None
    wanted = network.low[cols] > 0
    seats = _match(rows[wanted], cols[wanted], network.low)
    if len(seats[0]) < int(network.low.sum()):
        return None
    return np.concatenate([mentees[0], seats[0]]), np.concatenate([mentees[1], seats[1]])


def cover_all(network: Network, allowed: Bools | None = None) -> Pairs | None:
    """`cover` among all possible pairs of the network (that are `allowed`)."""
    able = network.able if allowed is None else network.able & allowed
    rows, cols = np.nonzero(able)
    return cover(network, rows, cols)


def _match(rows: Ints, cols: Ints, seats: Ints) -> Pairs:
    """A largest matching in which each mentee has at most one mentor and each mentor as many mentees as `seats`
    says."""
    # A chair more than there are mentees to sit on it would only cost memory.
    seats = np.minimum(seats, np.bincount(cols, minlength=len(seats)))
    begins = np.concatenate([[0], np.cumsum(seats)])
    if len(rows) and int(seats.max()) > 1:
        copies = seats[cols]
        place = np.arange(int(copies.sum())) - np.repeat(np.cumsum(copies) - copies, copies)
        rows, cols = np.repeat(rows, copies), np.repeat(cols, copies)
        chairs = begins[cols] + place
    else:
        kept = seats[cols] > 0
        rows, cols = rows[kept], cols[kept]
        chairs = begins[cols]
    if not len(rows):
        return rows, cols
    mates = largest_matching(rows, chairs, (int(rows.max()) + 1, int(begins[-1])))
    found = np.flatnonzero(mates >= 0)
    return found, np.searchsorted(begins, mates[found], side="right") - 1
