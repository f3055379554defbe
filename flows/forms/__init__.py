"""Forms as their authors write them, and as the interview walks them."""
