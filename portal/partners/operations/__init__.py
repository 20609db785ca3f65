"""What is done with partners and their offers, by verb."""
