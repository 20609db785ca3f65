"""What everyone sees first, read across all stages and never written: homes, pipeline, statistics, exports."""
