"""One folder per vendor or protocol; the file name is the capability."""
