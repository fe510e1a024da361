"""Live tools for notebooks: sliders and exercises, each also reachable as a plain function."""
