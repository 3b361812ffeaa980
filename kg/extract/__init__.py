"""Reading: from one paper's text to what it says."""
