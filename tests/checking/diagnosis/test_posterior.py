"""What is decided before all hypotheses were tried is what would be decided after all of them."""

from __future__ import annotations

import random

import pytest

from speclint.checking.diagnosis.copied_number import CopiedNumber
from speclint.checking.diagnosis.hypotheses import Hypothesis
from speclint.checking.diagnosis.posterior import ErrorShare, Tried, decide
from speclint.checking.diagnosis.unexplained import UnexplainedError
from speclint.quantities.figure_name import FigureName

FIGURES = [FigureName(f"/{name}") for name in ("power", "torque", "mass")]


def hypothesis(name: FigureName, weight: float, suggestion: str = "7") -> Hypothesis:
    return Hypothesis(name, "kW", suggestion, "digits transposed", weight)


def tried(name: FigureName, weight: float) -> Tried:
    return Tried(hypothesis(name, weight), set(), weight)


@pytest.mark.parametrize("seed", range(300))
def test_a_decision_on_bounds_holds_however_the_rest_turns_out(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - no secret
    count = rng.randrange(1, 4)
    proposed = sorted(
        (hypothesis(rng.choice(FIGURES[:count]), rng.gauss(0, 3), str(number)) for number in range(1, 12)),
        key=lambda proposal: -proposal.weight,
    )
    errors = [
        UnexplainedError(
            name,
            rng.gauss(0, 2),
            ("1", "2", "3", "4", "5") if rng.random() < 0.8 else (),
            CopiedNumber("power", 2.0) if rng.random() < 0.2 else None,
        )
        for name in FIGURES[:count]
        if rng.random() < 0.8
    ]
    shares = [ErrorShare(error) for error in errors]
    kept = [Tried(proposed[0], set(), proposed[0].weight)]
    untried, is_impossible = proposed[1:], rng.random() < 0.5
    first, early = None, 0
    while True:
        decision = decide(kept, untried, shares, is_impossible=is_impossible)
        if first is None and decision is not None:
            first, early = decision, len(untried) + sum(len(share.probes) for share in shares)
        open_shares = [share for share in shares if share.probes]
        if open_shares and (not untried or rng.random() < 0.5):
            rng.choice(open_shares).add(rng.choice((0.0, 0.05, 1.0)))
        elif untried:
            likeliest = untried.pop(0)
            if rng.random() < 0.5:
                penalty = rng.choice((0.0, 3.0))
                kept.append(Tried(likeliest, set(), likeliest.weight - penalty))
        else:
            break
    assert first is not None
    assert decision == first, early


def test_a_figure_that_outweighs_all_others_needs_no_further_trial() -> None:
    power, torque, _ = FIGURES
    decision = decide([tried(power, 5.0)], [hypothesis(torque, -3.0)], [], is_impossible=True)
    assert decision is not None
    assert decision.best == tried(power, 5.0)
    assert decision.is_likely


def test_an_untried_value_that_may_be_likelier_leaves_it_open() -> None:
    power, torque, _ = FIGURES
    assert decide([tried(power, 1.0)], [hypothesis(torque, 1.0)], [], is_impossible=True) is None
    assert decide([tried(power, 1.0)], [hypothesis(power, 2.0)], [], is_impossible=True) is None


def test_two_figures_of_equal_weight_are_both_named() -> None:
    power, torque, _ = FIGURES
    decision = decide([tried(power, 1.0), tried(torque, 1.0)], [], [], is_impossible=True)
    assert decision is not None
    assert [trial.hypothesis.name for trial in decision.named] == [power, torque]
