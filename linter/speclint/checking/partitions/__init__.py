"""Checks more rows than memory holds: mapped to facts, shuffled into partitions, and judged there.

    rows → facts (`mapping`) → partitions (`partitioning`) → findings (`judging`)

Nothing here knows who shuffles: `lake` does it on one machine, `integrations/spark.py` on many.
"""
