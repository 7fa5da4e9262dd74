"""How a party finds its deals: listed, in two halves, or issue by issue."""
