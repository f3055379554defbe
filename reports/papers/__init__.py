"""Papers drawn with Typst: invitations, the poster and the card of congratulation."""
