"""What can be typed? The command ``bigan``."""
