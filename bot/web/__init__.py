"""The browser: the chat page and the demo."""
