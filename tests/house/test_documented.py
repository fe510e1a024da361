"""Every public name of the library is documented: what it takes, gives back, and where from."""

import importlib
import inspect
import pkgutil

import pytest

import pkslib


def _modules():
    yield pkslib
    for found in pkgutil.walk_packages(pkslib.__path__, "pkslib."):
        yield importlib.import_module(found.name)


def _public():
    for module in _modules():
        for name, thing in vars(module).items():
            own = getattr(thing, "__module__", None) == module.__name__
            if own and not name.startswith("_") and callable(thing):
                yield f"{module.__name__}.{name}", thing


PUBLIC = dict(_public())


def test_every_module_says_what_it_is():
    assert [module.__name__ for module in _modules() if not (module.__doc__ or "").strip()] == []


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_name_is_documented(name):
    thing = PUBLIC[name]
    doc = inspect.getdoc(thing) or ""
    assert doc.split("\n")[0].rstrip().endswith((".", ";")), f"{name}: one sentence first"
    if name.startswith(("pkslib.methods.", "pkslib.steps.", "pkslib.forecast.")):
        gives = inspect.isfunction(thing) and thing.__annotations__.get("return") != "None"
        assert not gives or "Returns" in doc or "Return " in doc, name
