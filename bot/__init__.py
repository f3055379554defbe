"""Does. The only room that touches the network."""
