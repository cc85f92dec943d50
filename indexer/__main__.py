"""``python -m indexer``: the ``bigan`` command where the scripts folder is not on the path."""

from indexer.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
