"""One set of test bodies that every engine must pass; see ``conftest.FACTORIES``."""
