"""Views: what a chart or a table shows, as frozen plain data; every number is made here."""
