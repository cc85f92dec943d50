"""Whether a search finds everything that occurs in an archive, and nothing else."""
