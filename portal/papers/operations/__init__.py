"""What is done with a company's papers, by verb: add, replace, remove, remind."""

from portal.papers.operations.adding import add_paper, check_paper, check_replacing, remove_paper, replace_paper
from portal.papers.operations.reminding import remind_of_papers

__all__ = ["add_paper", "check_paper", "check_replacing", "remind_of_papers", "remove_paper", "replace_paper"]
