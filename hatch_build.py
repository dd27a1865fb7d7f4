"""Builds the compiled inner loop of the columnar engine along with the package.

Where there is no C compiler, or it fails, the package is built without, and NumPy does the
same work in about twice the time: whoever installs the package is told so, and no more.
"""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = "ceasefire/engines/columnar"
NAME = "_loops"
SOURCES = ("_loops.c", "_kinds.c", "_laying.c")
OLDEST = "cp311"
"""The oldest Python whose stable interface the module keeps to."""


class CompiledLoop(BuildHookInterface[Any]):
    """Compiles one module by setuptools, and puts it where it is imported from."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the module for a wheel, or in place if the package is to be edited."""
        del version
        if self.target_name != "wheel":
            return
        try:
            built = compile_in(Path(self.root))
        # Whatever goes wrong in a compiler: the package works without.
        except (Exception, SystemExit) as error:  # noqa: BLE001
            self.app.display_warning(f"built without the compiled loop, which is slower: {error}")
            return
        build_data["force_include"][str(built)] = f"{FOLDER}/{built.name}"
        build_data["pure_python"] = False
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["tag"] = f"{OLDEST}-abi3-{platform}"


def compile_in(root: Path) -> Path:
    """Compile the module and put it beside its source; return where it is."""
    from setuptools import Distribution, Extension  # noqa: PLC0415  (only to build)
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415  (likewise)

    module = Extension(
        f"{FOLDER.replace('/', '.')}.{NAME}",
        [str(root / FOLDER / source) for source in SOURCES],
        depends=[str(root / FOLDER / "_given.h")],
        extra_compile_args=["/O2"] if sysconfig.get_platform().startswith("win") else ["-O3"],
        py_limited_api=True,
    )
    command = build_ext(Distribution({"name": "ceasefire", "ext_modules": [module]}))
    command.build_temp = str(root / "build" / "compiled")
    command.build_lib = str(root)
    command.ensure_finalized()
    command.run()
    return root / str(command.get_ext_filename(module.name))
