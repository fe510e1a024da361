"""Read and validate the table demand of the folder named, as one would without this library."""

import sys
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

folder = Path(sys.argv[1])
kinds = {"region": "str", "need": "str", "period": "str", "patients": "float"}
frame = pd.read_csv(folder / "demand.csv", sep=";", dtype=kinds, encoding="utf-8-sig")
needs = pd.read_csv(folder / "needs.csv", sep=";", encoding="utf-8-sig")["need"]
schema = pa.DataFrameSchema(
    {
        "region": pa.Column("str"),
        "need": pa.Column("str", pa.Check.isin(needs)),
        "period": pa.Column("str", pa.Check.str_matches(r"^\d{4}-\d{2}$")),
        "patients": pa.Column(float, pa.Check.ge(0)),
    },
    unique=["region", "need", "period"],
)
schema.validate(frame, lazy=True)
