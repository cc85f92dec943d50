"""What in a draft came from elsewhere and is to be changed (要改的)."""
