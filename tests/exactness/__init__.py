"""Whether everything is found that stands in an archive, and nothing else."""
