"""What does the user know better? What a correction says and how it finds its report; where corrections are kept."""
