"""What the data are: declarations, intake, checks and store."""
