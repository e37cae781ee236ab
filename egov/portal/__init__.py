"""How an app joins: it declares in `<app>/portal.py` all that it gives, and is found there."""
