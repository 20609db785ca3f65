"""A draft call as an applicant and as a reviewer will meet it; what is typed here stays with whoever tries it."""

from portal.web.builder.trying import applying, reviewing

__all__ = ["applying", "reviewing"]
