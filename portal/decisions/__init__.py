"""From ranking to result: the proposed selection, the second person, one release, the letters, the applicant's reasons."""
