"""What does the address say? The URL of a question as an immutable object, its values and its edits."""
