"""One invitation to propose: its dates, form, eligibility, stages, rubric, scoring rule and templates, all as data."""
