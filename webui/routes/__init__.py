"""One blueprint for each concern; each is made for one engine, so nothing is global."""
