"""People, companies, municipalities with their departments, roles given on something, signing in."""
