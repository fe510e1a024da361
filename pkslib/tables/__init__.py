"""What the data are: declarations, intake, checks, store, invented regions."""
