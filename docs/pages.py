"""Lay out the pages of the manual, and write its reference from the code."""

import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import griffe
from properdocs.config.defaults import ProperDocsConfig
from properdocs.structure.files import File, Files
from pygments.formatters import HtmlFormatter

import muniment
import muniment.cli

LAYERS = [
    "ml",
    "maintenance",
    "provenance",
    "executions",
    "bags",
    "catalog",
    "storage",
    "config",
    "checksums",
    "ids",
    "errors",
]


def on_config(config: ProperDocsConfig) -> ProperDocsConfig:
    """Replace the folders of the navigation by their pages, and leave out the pages that nobody wrote yet."""
    docs = Path(config.docs_dir)
    config.nav = [
        {title: pages}
        for entry in config.nav or []
        for title, path in entry.items()
        if (pages := path if (docs / path).is_file() else list_pages(docs, path))
    ]
    return config


def on_files(files: Files, config: ProperDocsConfig) -> Files:
    """Add the pages of the reference, and the colours of code."""
    generated = {**write_reference(), "assets/code.css": HtmlFormatter().get_style_defs(".highlight")}
    for path, content in generated.items():
        files.append(File.generated(config, path, content=content))
    return files


def list_pages(docs: Path, folder: str) -> list[str]:
    """List the pages of a folder, its index first."""
    if folder == "reference/":
        return list(write_reference())
    pages = [path.relative_to(docs).as_posix() for path in (docs / folder).glob("*.md")]
    return sorted(pages, key=lambda path: (not path.endswith("/index.md"), path))


def write_reference() -> dict[str, str]:
    """Write an index, a page for each module that public names come from, and one for the command line."""
    index = ["# Reference", "", "What `import muniment` offers, and the [command line](cli.md).", ""]
    pages = {}
    for module, names in sorted(
        public_names().items(), key=lambda item: (distance_from_users(item[0]), item)
    ):
        pages[f"reference/{module.removeprefix('muniment.')}.md"] = render_module(module, names)
        index.append(f"- {module}: {', '.join(f'[`{name}`][{module}.{name}]' for name in names)}")
    return {"reference/index.md": "\n".join(index), **pages, "reference/cli.md": render_command_line()}


def distance_from_users(module: str) -> int:
    """Tell how many layers lie between users and a module."""
    return LAYERS.index(module.split(".")[1])


def public_names() -> dict[str, list[str]]:
    """Find the names in `muniment.__all__` by the module that defines them."""
    package: Any = griffe.load("muniment", search_paths=["."])
    names = defaultdict(list)
    for name in muniment.__all__:
        target = package[name].final_target if package[name].is_alias else package[name]
        names[target.parent.path].append(target.name)
    return names


def render_module(module: str, names: list[str]) -> str:
    """Write the page of one module: what its docstring says, and its public names."""
    return f"# {module}\n\n::: {module}\n    options:\n      members: {names}\n"


def render_command_line() -> str:
    """Write the page of the command line: the help of every command."""
    group = next(value for value in vars(muniment.cli).values() if isinstance(value, click.Group))
    introduction = inspect.getdoc(muniment.cli) or ""
    lines = ["# Command line", "", introduction.replace("``", "`"), ""]
    root = click.Context(group, info_name="muniment", terminal_width=90, **group.context_settings)
    for context in walk_commands(root):
        lines += [f"## {context.command_path}", "", "```text", context.get_help(), "```", ""]
    return "\n".join(lines)


def walk_commands(context: click.Context) -> Iterator[click.Context]:
    """Yield the context of a command and those of all commands below it; each knows its command's help."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            command = context.command.get_command(context, name)
            if command and not command.hidden:
                yield from walk_commands(click.Context(command, context, name, terminal_width=90))


class SingularExamples(griffe.Extension):
    """Read `Example:` in a docstring as griffe reads `Examples:`, the only form it knows."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Change the heading before the docstring is read."""
        if obj.docstring:
            obj.docstring.value = re.sub("^Example:$", "Examples:", obj.docstring.value, flags=re.MULTILINE)
