"""What the pack's documents say: sentences and tables for a reader, made of a region's tables.

Every function takes a :class:`~pkslib.show.document.region.Region` and gives sentences or a table;
where the data lack what it takes, it gives none, and the document leaves the place out.
"""
