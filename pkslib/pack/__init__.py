"""A region's results as something to hand over: a page, a workbook, a receipt."""
