"""Partners and their offers as their viewers may see them."""
