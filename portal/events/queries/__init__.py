"""Events, parts of companies in them, meetings, questions and the follow-up queue, as their readers may see them."""
