"""Why it is so and what would change it: the public face of prices, contradictions and shortages. Computes nothing."""

from matching.insight.contradictions import Contradiction, Relaxation, contradiction
from matching.insight.prices import QuotaPrice, StageChange, forcing, forcing_bounds, quota_moved, quota_prices
from matching.insight.shortages import Shortage, openings, shortage

__all__ = [
    "Contradiction",
    "QuotaPrice",
    "Relaxation",
    "Shortage",
    "StageChange",
    "contradiction",
    "forcing",
    "forcing_bounds",
    "openings",
    "quota_moved",
    "quota_prices",
    "shortage",
]
