"""The planning steps, one module or package each: tables and settings in, tables out."""
