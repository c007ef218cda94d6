"""What the desk knows without a database: complete forms, reasons to care, the shapes it shows. Pure."""
