"""The forms in which results and ledgers are given out."""

from itogi.report.export.data import as_dict, ledger_rows
from itogi.report.export.html import Links, report_html, to_html
from itogi.report.export.markdown import to_markdown
from itogi.report.export.terminal import print_results

__all__ = ["Links", "as_dict", "ledger_rows", "print_results", "report_html", "to_html", "to_markdown"]
