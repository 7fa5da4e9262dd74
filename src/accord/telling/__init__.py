"""Words and pictures: what is said of deals, talks and tournaments."""
