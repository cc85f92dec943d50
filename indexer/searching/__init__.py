"""What is made of found texts: works on results and text; asks an engine by its protocol alone."""
