"""What people look at: findings of a whole feed, counted, drawn and written up."""
