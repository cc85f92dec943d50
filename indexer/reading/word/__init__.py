"""Word documents (.docx) to text, from the document XML itself."""
