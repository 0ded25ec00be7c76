"""Inside one trial: from a RunLog to KPIs, with one dictionary that says what each means."""

from backsim.metrics.cuts import CUTS, Cut, evaluate_by
from backsim.metrics.dictionary import HEADLINE, KPIS, evaluate, infos
from backsim.metrics.kpi import Kpi, ratio
from backsim.metrics.laws import breaches
from backsim.metrics.profile import profile
from backsim.metrics.reading import Reading
from backsim.metrics.satisfaction import score

__all__ = [
    "CUTS",
    "HEADLINE",
    "KPIS",
    "Cut",
    "Kpi",
    "Reading",
    "breaches",
    "evaluate",
    "evaluate_by",
    "infos",
    "profile",
    "ratio",
    "score",
]
