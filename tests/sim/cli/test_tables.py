"""Columns line up as text/tabwriter's do."""

from sandbox.sim.cli.tables import align


def test_cells_are_padded_to_the_widest_plus_three_and_at_least_ten() -> None:
    assert align("ID\tNAME\n1234567890\tx\n") == "ID           NAME\n1234567890   x\n"
    assert align("A\tB\tC\n") == "A         B         C\n"


def test_a_column_ends_where_a_line_lacks_it() -> None:
    assert align("long cell here\tx\nalone\na\tb\n") == "long cell here   x\nalone\na         b\n"
