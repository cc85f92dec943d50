"""How does an answer look on a page? Each module turns one kind of answer into what a template prints."""
