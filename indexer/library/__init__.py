"""What does the user keep in the index, and how is that changed? Folders that come and go, runs in the background,
watching, and the way back to the original files. Used by commands and pages alike."""
