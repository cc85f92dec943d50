"""PDF files with a text layer to text: paragraphs, not lines on a page."""
