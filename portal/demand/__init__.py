"""What cities need and companies offer before there is a call: challenges, interests, matches, the standing pool."""
