"""`python -m bot …` is `banhoc …`."""

from bot.cli import main

raise SystemExit(main())
