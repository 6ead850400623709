"""What `importlib` sees of the embedded library and of modules that were loaded without it."""

import _imp
import sys

ROOT = "<library>"
_bootstrap = None
_external = None


class LibraryLoader:
    """Loads modules of the embedded library."""

    def __init__(self, name, path):
        self.name = name
        self.path = path

    def __repr__(self):
        return f"<LibraryLoader {self.path!r}>"

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def _checked(self, name):
        if name is not None and name != self.name:
            raise ImportError(f"loader for {self.name} cannot handle {name}", name=name)
        return self.name

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        code = self.get_code(module.__name__)
        _bootstrap._call_with_frames_removed(exec, code, module.__dict__)

    def get_code(self, fullname=None):
        return _imp.library_code(self._checked(fullname))

    def get_source(self, fullname=None):
        return _imp.library_source(self._checked(fullname))

    def get_filename(self, fullname=None):
        self._checked(fullname)
        return self.path

    def is_package(self, fullname=None):
        self._checked(fullname)
        return self.path.endswith("/__init__.py")

    def get_data(self, path):
        source = _imp.library_source(path)
        if source is None:
            raise FileNotFoundError(2, "No such file or directory", path)
        return source.encode()


class LibraryFinder:
    """Finds the modules of one folder of the embedded library."""

    def __init__(self, path):
        self.path = path

    def __repr__(self):
        return f"LibraryFinder({self.path!r})"

    def find_spec(self, fullname, target=None):
        found = _imp.library_find(fullname)
        if found is None:
            return None
        path, is_package = found
        folder = path.rpartition("/")[0]
        if (folder.rpartition("/")[0] if is_package else folder) != self.path:
            return None
        return _library_spec(fullname, path)

    def invalidate_caches(self):
        pass

    def iter_modules(self, prefix=""):
        package = self.path[len(ROOT) + 1 :].replace("/", ".")
        for name in _imp.library_names():
            parent, _, last = name.rpartition(".")
            if parent == package and last != "__main__":
                yield prefix + last, _imp.library_find(name)[1]


def _hook(path):
    if path == ROOT or path.startswith(ROOT + "/"):
        return LibraryFinder(path)
    raise ImportError("not a folder of the embedded library", path=path)


def _library_spec(name, path):
    spec = _bootstrap.ModuleSpec(name, LibraryLoader(name, path), origin=path)
    spec.has_location = True
    if path.endswith("/__init__.py"):
        spec.submodule_search_locations = [path.rpartition("/")[0]]
    return spec


def adopt(module):
    """Gives a module that was loaded without finders its spec and loader."""
    namespace = module.__dict__
    if namespace.get("__spec__") is not None:
        return
    name, file, path = namespace.get("__name__"), namespace.get("__file__"), namespace.get("__path__")
    if name == "__main__":
        if namespace.get("__loader__") is None:
            loader = _bootstrap.BuiltinImporter if file is None else _external.SourceFileLoader(name, file)
            module.__loader__ = loader
        return
    if file is None:
        if name not in sys.builtin_module_names:
            return
        loader = _bootstrap.BuiltinImporter
        spec = _bootstrap.ModuleSpec(name, loader, origin="built-in")
    elif file.startswith(ROOT):
        spec = _library_spec(_embedded_name(name), file)
        spec.name = name
    else:
        loader = _external.SourceFileLoader(name, file)
        spec = _bootstrap.ModuleSpec(name, loader, origin=file)
        spec.has_location = True
    if path is not None:
        spec.submodule_search_locations = path
    module.__loader__ = spec.loader
    module.__spec__ = spec
    if spec.has_location:
        module.__cached__ = spec.cached


def _embedded_name(name):
    """The bootstrap modules run under other names than their files'."""
    if name.startswith("_frozen_importlib"):
        return name.replace("_frozen_importlib", "importlib._bootstrap")
    return name


def install(bootstrap, external):
    """Sets `importlib` up; gives what `sys.meta_path` and `sys.path_hooks` hold then."""
    global _bootstrap, _external
    _bootstrap, _external = bootstrap, external
    for name, empty in (("meta_path", list), ("path_hooks", list), ("path_importer_cache", dict)):
        if name not in sys.__dict__:
            setattr(sys, name, empty())
    before = len(sys.meta_path), len(sys.path_hooks)
    bootstrap._install(sys, _imp)
    bootstrap._install_external_importers()
    sys.path_hooks.insert(0, _hook)
    for module in list(sys.modules.values()):
        if type(module) is type(sys):
            adopt(module)
    return tuple(sys.meta_path[before[0] :]), tuple(sys.path_hooks[:1] + sys.path_hooks[before[1] + 1 :])
