"""The passages of a store in Milvus: in a file of milvus-lite, or on a server."""
