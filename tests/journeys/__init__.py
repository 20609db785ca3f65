"""Stories in a real browser: each person does their part on a running portal, from the first page to the last."""
