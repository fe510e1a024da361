"""Run one method on one training set and say what it cost: the same conditions for all.

usage: forecast_one.py METHOD TRAIN.csv HORIZON SEASON COUNTRY OUT.csv

METHOD is ``pks fast``, ``pks full`` or the name of a statsforecast model. Reading, imports and a
warm-up on three short series are not counted; process CPU seconds of the forecast are printed.
"""

import sys
import time

import pandas as pd


def ours(train, horizon, country, tier):
    from pkslib.forecast import forecast

    return forecast(train, horizon, tier=tier, country=country)


def peer(train, horizon, season, name):
    from statsforecast import StatsForecast, models

    if name == "MSTL":
        lengths = [season] if season == 52 else [season, 365]
        model = models.MSTL(season_length=lengths, trend_forecaster=models.AutoETS(model="ZZN"))
    else:
        model = getattr(models, name)(season_length=season)
    frame = train.rename(columns={"series": "unique_id", "value": "y"})
    frame["ds"] = frame.groupby("unique_id").cumcount() + 1
    engine = StatsForecast(
        models=[model], freq=1, n_jobs=1, fallback_model=models.SeasonalNaive(season)
    )
    found = engine.forecast(df=frame[["unique_id", "ds", "y"]], h=horizon, level=[80, 95])
    ends = ("", "-lo-80", "-hi-80", "-lo-95", "-hi-95")
    columns = ("mean", "lower_80", "upper_80", "lower_95", "upper_95")
    names = {f"{model}{end}": column for end, column in zip(ends, columns, strict=True)}
    return found.rename(columns={"unique_id": "series", **names})


def run(method, train, horizon, season, country):
    if method.startswith("pks "):
        return ours(train, horizon, country, method.removeprefix("pks "))
    return peer(train, horizon, season, method)


def main():
    method, path, horizon, season, country, out = sys.argv[1:]
    train = pd.read_csv(path, dtype={"series": str, "period": str})
    few = train["series"].drop_duplicates().iloc[:3]
    small = train[train["series"].isin(few)].groupby("series").tail(60).reset_index(drop=True)
    run(method, small, 4, int(season), country)
    start = time.process_time()
    found = run(method, train, int(horizon), int(season), country)
    print(time.process_time() - start)
    found.to_csv(out, index=False)


if __name__ == "__main__":
    main()
