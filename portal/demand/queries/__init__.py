"""Challenges, interests, suggestions and the pool, as their readers may see them."""
