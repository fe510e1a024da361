"""Where data sets come from: folders of csv and parquet, workbooks, databases."""
