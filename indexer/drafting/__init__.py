"""What does a writer make of what was found?"""
