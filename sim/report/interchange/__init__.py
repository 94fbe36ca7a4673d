"""Results in the forms that other tools read: CSV, workbooks, the IAMC's long table, GraphML."""

FORMATS_OF_TABLES = ("csv", "xlsx")
FORMATS = (*FORMATS_OF_TABLES, "iamc", "graphml")
"""What ``--format`` takes."""
