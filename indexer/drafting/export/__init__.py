"""A draft for other programs: Word by GB/T 9704—2012, Markdown, plain text, CSV, JSON, and HTML to be pasted; and a Word file
read back. ``content`` is what all forms say; ``template`` how an official document looks."""
