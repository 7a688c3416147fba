"""The shell's variables: scalars, arrays, attributes.

Models variables.c of bash 5.2. A scalar is a string; an array is a dict from index (as text) to string. Attributes are
letters: ``x`` exported, ``r`` read-only, ``i`` integer, ``a`` array, ``A`` associative, ``l`` and ``u`` letter case,
``n`` reference. Not modelled: dynamic arrays other than FUNCNAME, BASH_SOURCE, BASH_VERSINFO, PIPESTATUS and
BASH_REMATCH.
"""

from itertools import pairwise
from typing import Any

from sandbox.sim.kernel.errors import BudgetExceeded
from sandbox.sim.shell.faults import ShellFault

MAX_VALUE = 1_048_576
"""Characters that one variable may hold."""
Value = str | dict[str, str]


VERSION = ("5", "2", "15", "1", "release", "x86_64-pc-linux-gnu")


class Variables:
    """Variables over the shell's state: ``vars`` and ``attrs`` in it."""

    __slots__ = ("attributes", "state", "values")

    def __init__(self, state: dict[str, Any]) -> None:
        self.state = state
        self.values: dict[str, Value] = state["vars"]
        self.attributes: dict[str, str] = state["attrs"]

    def resolve(self, name: str) -> str:
        """Follow ``declare -n`` references."""
        for _ in range(8):
            if "n" not in self.attributes.get(name, ""):
                break
            target = self.values.get(name)
            if not isinstance(target, str) or not target:
                break
            name = target
        return name

    def get(self, name: str) -> str | None:
        """Return a variable's value, of an array that of element 0; None where it is unset."""
        value = self.values.get(self.resolve(name) if self.attributes else name)
        return value.get("0") if isinstance(value, dict) else value

    def array(self, name: str) -> dict[str, str]:
        """Return a variable as an array; a scalar is one of a single element."""
        value = self.values.get(self.resolve(name))
        if value is None:
            return self._computed(name)
        return value if isinstance(value, dict) else {"0": value}

    def _computed(self, name: str) -> dict[str, str]:
        if name == "PIPESTATUS":
            return {str(number): str(status) for number, status in enumerate(self.state["pipe_status"])}
        if name == "FUNCNAME":
            names = [row["function"] for row in reversed(self.state["frames"]) if row.get("function")]
            return {str(number): held for number, held in enumerate(names)}
        if name == "BASH_VERSINFO":
            return {str(number): held for number, held in enumerate(VERSION)}
        if name == "BASH_SOURCE":
            rows = [row["name"] for row in reversed(self.state["frames"]) if row.get("name")]
            rows += [self.state["name"]] if self.state.get("script") else []
            return {str(number): held for number, held in enumerate(rows)}
        return {}

    def is_associative(self, name: str) -> bool:
        """Say whether a variable was declared with ``-A``."""
        return "A" in self.attributes.get(self.resolve(name), "")

    def has(self, name: str, attribute: str) -> bool:
        """Say whether a variable has an attribute."""
        return attribute in self.attributes.get(name, "")

    def check_writable(self, name: str) -> None:
        """Raise ShellFault for a read-only variable."""
        if "r" in self.attributes.get(name, ""):
            raise ShellFault(f"{name}: readonly variable")

    def set(self, name: str, value: str, *, append: bool = False) -> None:
        """Set a scalar, or element 0 of an array. Raises ShellFault for a read-only one."""
        if self.attributes:
            name = self.resolve(name)
            self.check_writable(name)
            value = self._cased(name, value)
        old = self.values.get(name)
        if len(value) > MAX_VALUE or (append and isinstance(old, str) and len(old) > MAX_VALUE):
            raise BudgetExceeded("variable", MAX_VALUE)
        if isinstance(old, dict):
            old["0"] = old.get("0", "") + value if append else value
        else:
            self.values[name] = (old or "") + value if append else value

    def _cased(self, name: str, value: str) -> str:
        attributes = self.attributes.get(name, "")
        if "l" in attributes:
            return value.lower()
        return value.upper() if "u" in attributes else value

    def set_element(self, name: str, key: str, value: str, *, append: bool = False) -> None:
        """Set one element of an array, making one of a scalar."""
        name = self.resolve(name)
        self.check_writable(name)
        old = self.values.get(name)
        array = old if isinstance(old, dict) else {} if old is None else {"0": old}
        if old is not array:
            self.values[name] = array
            self.add_attributes(name, "a")
        value = self._cased(name, value)
        is_new = key not in array
        array[key] = array.get(key, "") + value if append else value
        if is_new and "A" not in self.attributes.get(name, ""):
            _sort(array)

    def set_array(self, name: str, array: dict[str, str]) -> None:
        """Replace a whole array."""
        name = self.resolve(name)
        self.check_writable(name)
        self.values[name] = array
        if not self.is_associative(name):
            self.add_attributes(name, "a")
            _sort(array)

    def unset(self, name: str) -> None:
        """Forget a variable. Raises ShellFault for a read-only one."""
        name = self.resolve(name)
        if "r" in self.attributes.get(name, ""):
            raise ShellFault(f"unset: {name}: cannot unset: readonly variable")
        self.values.pop(name, None)
        self.attributes.pop(name, None)

    def add_attributes(self, name: str, letters: str) -> None:
        """Give a variable attributes; it need not have a value."""
        held = self.attributes.get(name, "")
        wanted = held + "".join(letter for letter in letters if letter not in held)
        if wanted:
            self.attributes[name] = wanted

    def remove_attributes(self, name: str, letters: str) -> None:
        """Take attributes from a variable."""
        left = "".join(letter for letter in self.attributes.get(name, "") if letter not in letters)
        if left:
            self.attributes[name] = left
        else:
            self.attributes.pop(name, None)

    def exported(self) -> dict[str, str]:
        """Return the environment of a child."""
        values = self.values
        held = {
            name: value
            for name, attributes in self.attributes.items()
            if "x" in attributes and isinstance(value := values.get(name), str)
        }
        functions = self.state["functions"]
        names = (name for name in self.state.get("exported_functions", ()) if name in functions)
        return held | {f"BASH_FUNC_{name}%%": f"() {functions[name][0]}" for name in names}

    def save(self, name: str) -> list[Any]:
        """Return what ``restore()`` needs to put a variable back as it is now."""
        value = self.values.get(name)
        return [dict(value) if isinstance(value, dict) else value, self.attributes.get(name)]

    def restore(self, name: str, saved: list[Any]) -> None:
        """Put a variable back as ``save()`` found it."""
        value, attributes = saved
        if value is None:
            self.values.pop(name, None)
        else:
            self.values[name] = value
        if attributes is None:
            self.attributes.pop(name, None)
        else:
            self.attributes[name] = attributes


def _sort(array: dict[str, str]) -> None:
    """Bring the elements of an indexed array into the order of their indexes."""
    keys = list(array)
    if (len(keys) > 1 and int(keys[-1]) < int(keys[-2])) or any(int(a) > int(b) for a, b in pairwise(keys)):
        rows = sorted(array.items(), key=lambda row: int(row[0]))
        array.clear()
        array.update(rows)
