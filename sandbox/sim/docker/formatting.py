"""``--format``: tables, JSON lines and Go templates over rows.

Models docker/cli cli/command/formatter/formatter.go, v28.2.
"""

from collections.abc import Iterable, Mapping

from sandbox.sim.cli.gotemplate.template import ExecutionFailed, Template, TemplateError
from sandbox.sim.cli.gotemplate.values import Fields, Record, to_json
from sandbox.sim.cli.tables import align
from sandbox.sim.docker.errors import Failure

FAULT = "template parsing error"


def render(
    form: str, table: str, headings: Mapping[str, str], rows: Iterable[Record], *, raw: str = "", early: bool = False
) -> str:
    """Return rows in a format: ``table``, ``table TEMPLATE``, ``json`` or a template. Raises Failure.

    ``table`` is the template of the usual columns; ``headings`` name the columns of fields; ``raw`` is what the format
    ``raw`` stands for. With ``early`` the command tries its template before it asks the daemon, with other words.
    """
    if form == "json":
        return "".join(f"{to_json(row)}\n" for row in rows)
    if form == "raw" and raw:
        form = raw
    is_table = form == "table" or form.startswith("table ")
    source = table if form in ("", "table") else form.removeprefix("table ") if is_table else form
    source = source.strip(" ").replace("\\t", "\t").replace("\\n", "\n")
    try:
        template = Template(source)
    except TemplateError as error:
        raise Failure(f"{'failed to parse template' if early else FAULT}: {error}") from error
    try:
        lines = [f"{template.execute(row)}\n" for row in rows]
        if not is_table and form:
            return "".join(lines)
        return align(f"{template.execute(Fields(headings))}\n" + "".join(lines))
    except ExecutionFailed as error:
        raise Failure(f"{'failed to execute template' if early else FAULT}: {error}") from error
