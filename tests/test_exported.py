"""What `import kg` offers."""

from __future__ import annotations

import types

import kg


def test_all_lists_the_public_names_and_no_more():
    public = {
        name
        for name, value in vars(kg).items()
        if name[0] != "_" and not isinstance(value, types.ModuleType)
    } - {"annotations", "TYPE_CHECKING"}
    lazy = {"Graph", "open", "same_name"}
    assert sorted(public | lazy | {"__version__"}) == kg.__all__


def test_every_public_name_can_be_had():
    assert all(getattr(kg, name) for name in kg.__all__)
