"""What Telegram takes and what it refuses: formatted text, limits, flood control, and planned faults."""
