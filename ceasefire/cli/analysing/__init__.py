"""What the commands share that analyse a feed as a whole: their feed, their pages, their files."""
