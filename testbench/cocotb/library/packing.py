"""Python values, and the bits in which they stand at the ports of a design.

Bits are packed as in SystemVerilog: the first field of a struct has the high bits, element 0 of a vector the low bits.
At ports a struct has one port a field (a vector of structs one port a field too, with that field of every element), so
that a value comes as several unsigned numbers there, one a port: `split` and `join` go between the two.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import IntEnum
from typing import Any, Generic, TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=IntEnum)


def clog2(value: int) -> int:
    """Ceiling of the base-2 logarithm, as Verilog's $clog2: 0 for 0 and 1."""
    return max(value - 1, 0).bit_length()


class Packing(ABC, Generic[T]):
    """How values of one type stand in bits."""

    widths: tuple[int, ...]
    """Bits of each port that a value is made of."""

    @property
    def width(self) -> int:
        """Bits of a value."""
        return sum(self.widths)

    @abstractmethod
    def pack(self, value: T) -> int:
        """All bits of a value as one unsigned number; ValueError if it does not fit."""

    @abstractmethod
    def unpack(self, bits: int) -> T:
        """The value in these bits."""

    @abstractmethod
    def from_json(self, data: Any) -> T:
        """The value as it stands in vectors.json."""

    def split(self, value: T) -> list[int]:
        """One unsigned number a port."""
        return [self.pack(value)]

    def join(self, parts: Sequence[int]) -> T:
        """The value of which these are the ports."""
        return self.unpack(parts[0])


class UInt(Packing[int]):
    """Unsigned integers."""

    def __init__(self, width: int) -> None:
        self.widths = (width,)

    def pack(self, value: int) -> int:
        if not 0 <= value < 1 << self.width:
            raise ValueError(f"{value} does not fit in {self.width} bits, unsigned")
        return value

    def unpack(self, bits: int) -> int:
        return bits

    def from_json(self, data: Any) -> int:
        return int(data)


class SInt(Packing[int]):
    """Signed integers, in two's complement."""

    def __init__(self, width: int) -> None:
        self.widths = (width,)

    def pack(self, value: int) -> int:
        half = 1 << (self.width - 1)
        if not -half <= value < half:
            raise ValueError(f"{value} does not fit in {self.width} bits, signed")
        return value % (2 * half)

    def unpack(self, bits: int) -> int:
        half = 1 << (self.width - 1)
        return bits - 2 * half if bits >= half else bits

    def from_json(self, data: Any) -> int:
        return int(data)


class Bool(Packing[bool]):
    """One bit that is true or false."""

    widths = (1,)

    def pack(self, value: bool) -> int:
        return int(bool(value))

    def unpack(self, bits: int) -> bool:
        return bits == 1

    def from_json(self, data: Any) -> bool:
        return bool(data)


class Enumeration(Packing[E]):
    """One of several named values, each with a code of its own."""

    def __init__(self, members: type[E], width: int) -> None:
        self.members = members
        self.widths = (width,)

    def pack(self, value: E) -> int:
        return int(value)

    def unpack(self, bits: int) -> E:
        return self.members(bits)

    def from_json(self, data: Any) -> E:
        return self.members[data]


class Vec(Packing[list[T]]):
    """Elements of one type, element 0 in the low bits."""

    def __init__(self, length: int, element: Packing[T]) -> None:
        self.length = length
        self.element = element
        self.widths = tuple(length * width for width in element.widths)

    def _check(self, value: Sequence[T]) -> None:
        if len(value) != self.length:
            raise ValueError(f"{len(value)} elements where {self.length} are needed")

    def pack(self, value: list[T]) -> int:
        self._check(value)
        return concatenate([self.element.pack(element) for element in value], self.element.width)

    def unpack(self, bits: int) -> list[T]:
        return [self.element.unpack(part) for part in slices(bits, self.length, self.element.width)]

    def from_json(self, data: Any) -> list[T]:
        return [self.element.from_json(element) for element in data]

    def split(self, value: list[T]) -> list[int]:
        self._check(value)
        ports = zip(*(self.element.split(element) for element in value))
        return [concatenate(parts, width) for parts, width in zip(ports, self.element.widths)]

    def join(self, parts: Sequence[int]) -> list[T]:
        ports = [slices(part, self.length, width) for part, width in zip(parts, self.element.widths)]
        return [self.element.join(element) for element in zip(*ports)]


class Struct(Packing[T]):
    """A dataclass, with the packing of each of its fields in their order."""

    def __init__(self, record: type[T], **fields: Packing[Any]) -> None:
        self.record = record
        self.fields = fields
        self.widths = tuple(width for field in fields.values() for width in field.widths)

    def pack(self, value: T) -> int:
        bits = 0
        for name, field in self.fields.items():
            bits = bits << field.width | field.pack(getattr(value, name))
        return bits

    def unpack(self, bits: int) -> T:
        values: dict[str, Any] = {}
        for name, field in reversed(self.fields.items()):
            values[name] = field.unpack(bits & ((1 << field.width) - 1))
            bits >>= field.width
        return self.record(**values)

    def from_json(self, data: Any) -> T:
        return self.record(**{name: field.from_json(data[name]) for name, field in self.fields.items()})

    def split(self, value: T) -> list[int]:
        return [part for name, field in self.fields.items() for part in field.split(getattr(value, name))]

    def join(self, parts: Sequence[int]) -> T:
        values: dict[str, Any] = {}
        start = 0
        for name, field in self.fields.items():
            end = start + len(field.widths)
            values[name] = field.join(parts[start:end])
            start = end
        return self.record(**values)


def concatenate(parts: Sequence[int], width: int) -> int:
    """Numbers of `width` bits side by side, the first in the low bits."""
    return sum(part << index * width for index, part in enumerate(parts))


def slices(bits: int, count: int, width: int) -> list[int]:
    """The inverse of `concatenate`."""
    return [bits >> index * width & ((1 << width) - 1) for index in range(count)]
