"""What one types: words and options in, sentences and exit codes out."""
