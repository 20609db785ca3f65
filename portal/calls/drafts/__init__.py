"""A call as it is being written: JSON that may still be wrong, edited place by place, checked as a whole."""
