"""What readers look at: figures, report tables, sentences and live explorers."""
