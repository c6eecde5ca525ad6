"""Modules that others import at start and that are needed rarely or never: executed at their first use, or left out."""

import importlib.util
import sys
from types import ModuleType


def import_lazily(name):
    """
    Let `name` be imported without being executed until somebody asks it for something; nothing if it is loaded.

    What imports it must use it as a module (`auth.verify()`), not take names out of it.
    """
    if name in sys.modules:
        return
    spec = importlib.util.find_spec(name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    # "from package import module" finds it there; looking it up by name would ask it for its spec, and execute it.
    package, _dot, last = name.rpartition(".")
    setattr(sys.modules[package], last, module)


def leave_out(name, **names):
    """
    Let `name` be imported without ever being executed: what imports it finds `names` in it, and nothing else.

    For what registers itself at start and is never asked again. Nothing if it is loaded.
    """
    if name not in sys.modules:
        module = sys.modules[name] = ModuleType(name, "Left out by lms.lib.lazily.")
        vars(module).update(names)
