"""Scripts that make committed data."""
