"""The files of a report: PDF, HTML and workbook, laid out from a MonthlySummary. None of them computes a figure."""
