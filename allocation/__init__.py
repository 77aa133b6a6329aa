"""Allocation: who meets whom as arrays, proven best. Pairs, groups and circles; knows no people, no programme, no words.

This is the whole of its face. Beside it lie the types and tools (`clock`, `inputs`, `keys`, `measure`, `problem`, `solution`,
`solvers`) and what asks how it could be otherwise (`contradictions`, `prices`, `rematch`, `shortages`, `solved_anew`,
`verified`); `solving`, `checking` and `grouping` are its own affair. `allocation/README.md` says how to use it,
`allocation/proofs.md` why its answers are right. The solvers are loaded by the first call that needs one.
"""

from allocation.checking.verify import Verdict, verify
from allocation.grouping.circles import Circles, circles
from allocation.grouping.groups import Grouping, groups
from allocation.grouping.openness import Open
from allocation.problem import STAGES, Pair, Problem, Quota
from allocation.solution import Certificate, Proof, Solution, Value
from allocation.solving.engine import solve, solve_problem

__all__ = [
    "STAGES",
    "Certificate",
    "Circles",
    "Grouping",
    "Open",
    "Pair",
    "Problem",
    "Proof",
    "Quota",
    "Solution",
    "Value",
    "Verdict",
    "circles",
    "groups",
    "solve",
    "solve_problem",
    "verify",
]
