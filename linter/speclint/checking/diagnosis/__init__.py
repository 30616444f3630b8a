"""Diagnosis: which figure is wrong, by which entry error, and which value was meant.

A noisy-channel model (Kernighan, Church and Gale, A spelling correction program based on a noisy channel
model, COLING 1990): a value that may have been meant is a hypothesis, and its weight is

    log P(entry error) + log P(value | the rest of the sheet, its siblings, the reference model)

`candidates` gives the first term, `evidence` the second, `hypotheses` their sum. `search` puts hypotheses
into the sheet, the likeliest first, evaluates the rules again (`trials`), and compares those that resolve the
violation with each other and with the hypothesis that the error is unexplained, until bounds on those not
tried (`posterior`) leave one verdict. `diagnose` folds the consequences.

A constant without another source is a judgement, not an estimate from data. `benchmarks/accuracy` measures
what all of them achieve together, on faults that it plants in real sheets.
"""
