"""What did they mean to type? Completions and corrections, by characters and by sound."""
