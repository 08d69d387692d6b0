"""Questions that a document answers, made from what it says, and tried on the engine."""
