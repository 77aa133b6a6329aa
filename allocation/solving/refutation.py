"""Refuting a network at given multipliers: quotas that ask for more than any match can give, whatever the pairs weigh."""

from __future__ import annotations

from allocation.clock import late
from allocation.problem import Ints
from allocation.solving.cover import Pairs
from allocation.solving.network import Network
from allocation.solving.pricing import Survey
from allocation.solving.relaxation import Relaxation
from allocation.solving.weights import Zero

NEAR_MOST = 24


def refuted(network: Network, multipliers: Ints, known: Pairs, deadline: float | None) -> Survey | None:
    """Duals over all pairs of the network, each weighing nothing, whose bound is below zero: no match obeys the quotas.

    None when these multipliers prove nothing, or the time is up. `known` pairs are looked at first; among them all who must
    be can be matched.
    """
    relaxation = Relaxation(network, Zero(network.able.shape[1]), 1)
    relaxation.add(*known)
    while not late(deadline):
        point = relaxation.evaluate(multipliers)
        if point is None or point.worth >= 0:
            return None
        survey = relaxation.survey(multipliers, relaxation.prices(point), 0, NEAR_MOST)
        if survey.bound < 0:
            return survey
        relaxation.add(survey.rows, survey.cols)
    return None
