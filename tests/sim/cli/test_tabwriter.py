from sandbox.sim.cli.tabwriter import align


def test_a_column_is_as_wide_as_its_widest_cell_and_two_blanks() -> None:
    assert align("Name:\tweb\nNamespace:\tdefault\n") == "Name:       web\nNamespace:  default\n"


def test_a_line_without_a_cell_ends_the_column() -> None:
    assert align("a:\t1\nlong line\nbbbb:\t2\n") == "a:  1\nlong line\nbbbb:  2\n"


def test_the_last_cell_is_never_padded() -> None:
    assert align("a\tb\tccc\nx\ty\tz\n", padding=3) == "a   b   ccc\nx   y   z\n"


def test_a_nested_column_counts_only_the_lines_that_have_it() -> None:
    assert align("a\tb\tc\nlonger\td\ne\tffff\tg\n") == "a       b  c\nlonger  d\ne       ffff  g\n"
