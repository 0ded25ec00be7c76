"""Inside one trial: from a RunLog to KPIs, with one dictionary that says what each means."""

from backsim.metrics.dictionary import HEADLINE, KPIS, evaluate, infos
from backsim.metrics.kpi import Kpi, ratio
from backsim.metrics.laws import breaches
from backsim.metrics.profile import profile
from backsim.metrics.reading import Reading
from backsim.metrics.satisfaction import score

__all__ = [
    "HEADLINE",
    "KPIS",
    "Kpi",
    "Reading",
    "breaches",
    "evaluate",
    "infos",
    "profile",
    "ratio",
    "score",
]
