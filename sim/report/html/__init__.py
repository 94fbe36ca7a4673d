"""One page to send: runs as one self-contained HTML file, for whoever has nothing installed."""
