"""The shape of what people type: forms that turn themselves into what an operation wants, and never write."""
