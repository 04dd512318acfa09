"""The only package that names adapters: here the parts of the program meet."""
