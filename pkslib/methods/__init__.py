"""Mathematics that knows no tables: numbers in, numbers out."""
