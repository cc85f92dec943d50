"""Web pages to text: the article, not the site around it."""
