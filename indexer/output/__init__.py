"""What do programs and people get? Answers as documented JSON, and as lines for a terminal."""
