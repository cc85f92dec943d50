"""How does an archive become an index? Which files, what changed, what of it is read again, one writer."""
