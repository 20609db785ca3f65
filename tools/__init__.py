"""Small programs that set up, serve and check this repository; none of them is imported by the product."""
