"""Questions about invented office documents, and the check of their form."""
