"""What a command ends with."""

#: All well; something is wrong with a file, a folder or the index; a command line, question or setting that cannot be
#: used.
OK, PROBLEMS, USAGE = 0, 1, 2
