"""A report as one page of HTML that opens from a disk and asks no network for anything."""

from ceasefire.report.page.writing import page, write_page

__all__ = ["page", "write_page"]
