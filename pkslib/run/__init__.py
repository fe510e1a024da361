"""Running the chain: regions through the notebooks, side by side, whole or absent."""
