"""One module a library: how it indexes and searches, with what its documentation advises for Chinese.

Such a module is imported in an environment that has this library, and of this project uses `embeddings`.
"""
