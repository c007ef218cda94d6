"""A contract of our own for import-linter: outsiders enter a room only through its door, its facts and its ports."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

HOUSE = "madoguchi"
DOORS = {"events", "ports"}
OPEN = {"kit", "entrypoints", "migrations"}  # kit is the ground; entrypoints wires everything and nobody imports it


class DoorsContract(Contract):
    """Rooms are entered through `room`, `room.events` and `room.ports` only; `entrypoints` may wire anything."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken: list[tuple[str, str]] = []
        for importer in sorted(graph.modules):
            if not importer.startswith(HOUSE + "."):
                continue
            mine = importer.split(".")[1]
            if mine == "entrypoints":
                continue
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                parts = imported.split(".")
                if parts[0] != HOUSE or len(parts) < 3 or parts[1] == mine or parts[1] in OPEN:
                    continue
                if parts[2] not in DOORS:
                    broken.append((importer, imported))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} enters {imported} past its door")
            output.new_line()
