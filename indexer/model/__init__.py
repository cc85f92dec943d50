"""What is the data? Reports as they are understood, and the answers of an engine; frozen dataclasses."""
