"""A region's own exports to tables of a data set, by a mapping that the command proposes."""
