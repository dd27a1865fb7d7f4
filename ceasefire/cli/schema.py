"""``ceasefire schema``: the JSON Schema of rule files or events, for editors and checks."""

from typing import Annotated

import typer

from ceasefire.cli.options import OutputFile

__all__ = ["schema"]


def schema(
    *,
    event: Annotated[
        bool, typer.Option("--event", help="The schema of an event, not of a rule file.")
    ] = False,
    output: OutputFile = None,
) -> None:
    """Print the JSON Schema of rule files, or of events.

    Editors that know it complete and check rule files whose first line names it:
    # yaml-language-server: $schema=FILE
    """
    from ceasefire.cli.alerts import written  # noqa: PLC0415  (help must not wait for these)
    from ceasefire.cli.terminal import Screen, json_text  # noqa: PLC0415  (loaded when wanted)

    if event:
        from ceasefire.events.jsonschema import json_schema  # noqa: PLC0415  (loaded when wanted)
    else:
        from ceasefire.rulebook.jsonschema import json_schema  # noqa: PLC0415  (loaded when wanted)
    text = json_text(json_schema(), indent=1)
    if output is None or str(output) == "-":
        Screen().data(text)
    else:
        written(output, iter([text]))
