"""Drivers and monitors of valid/ready streams, and access to plain ports.

An element passes at an edge of the clock at which valid and ready are high. What is offered stays as it is until it is
taken. Values are read right after an edge, which is as they were before it, and driven for the next one.
"""

from __future__ import annotations

import itertools
import random
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import cocotb
from cocotb.triggers import Event, SimTimeoutError, Trigger, with_timeout
from cocotb.utils import get_sim_time

from packing import Packing

T = TypeVar("T")


@dataclass(frozen=True)
class Ports(Generic[T]):
    """Ports that hold one value together."""

    names: tuple[str, ...]
    packing: Packing[T]

    def drive(self, dut: Any, value: T) -> None:
        """Gives the ports a value."""
        for name, bits in zip(self.names, self.packing.split(value)):
            dut[name].value = bits

    def drive_noise(self, dut: Any) -> None:
        """Gives the ports bits that nobody may look at."""
        for name, width in zip(self.names, self.packing.widths):
            dut[name].value = random.getrandbits(width)

    def sample(self, dut: Any) -> T:
        """The value at the ports; AssertionError if a bit of it is X or Z."""
        return self.packing.join([known_bits(dut, name) for name in self.names])

    def load(self, data: Iterable[Any]) -> list[T]:
        """Values as they stand in vectors.json."""
        return [self.packing.from_json(value) for value in data]


@dataclass(frozen=True)
class Stream(Generic[T]):
    """The ports of a stream. One without `ready` takes whatever is offered."""

    valid: str
    ready: str | None
    payload: Ports[T]

    def load(self, data: Iterable[Any]) -> list[T]:
        """Elements as they stand in vectors.json."""
        return self.payload.load(data)


@dataclass(frozen=True)
class Beat(Generic[T]):
    """An element that passed, and when, in nanoseconds."""

    value: T
    time: float


def known_bits(dut: Any, name: str) -> int:
    """The bits of a port as an unsigned number; AssertionError if one of them is X or Z."""
    value = dut[name].value
    assert value.is_resolvable, f"{name} is {value}"
    return int(value)


def never() -> Iterator[bool]:
    """No stalls."""
    return itertools.repeat(False)


def at_random(part: float) -> Iterator[bool]:
    """Stalls in this part of the cycles, 0 to 1. The seed is that of the test."""
    source = random.Random(random.getrandbits(32))
    while True:
        yield source.random() < part


def in_bursts(longest: int) -> Iterator[bool]:
    """Passage and stall in turn, each of 1 to `longest` cycles: fills buffers, and empties them."""
    source = random.Random(random.getrandbits(32))
    for stalled in itertools.cycle((False, True)):
        yield from itertools.repeat(stalled, source.randint(1, longest))


class StreamDriver(ABC, Generic[T]):
    """One side of a stream."""

    def __init__(self, dut: Any, edge: Trigger, stream: Stream[T]) -> None:
        self.beats: list[Beat[T]] = []
        """What has passed so far."""
        self._dut = dut
        self._edge = edge
        self._stream = stream
        self._idle = Event()
        self._idle.set()

    def start(self, stalls: Iterator[bool]) -> None:
        """Begins to drive the stream, which stands still in the cycles that `stalls` says."""
        cocotb.start_soon(self._run(stalls))

    async def finished(self) -> None:
        """Waits until everything that was to pass has passed."""
        await self._idle.wait()

    @abstractmethod
    def state(self) -> str:
        """What has passed, and what has not."""

    @abstractmethod
    async def _run(self, stalls: Iterator[bool]) -> None: ...


async def finish(drivers: Sequence[StreamDriver[Any]], timeout: float) -> None:
    """Waits for all of them; AssertionError, with what has not passed, after so many nanoseconds."""
    try:
        for driver in drivers:
            await with_timeout(driver.finished(), timeout, "ns")
    except SimTimeoutError:
        states = "; ".join(driver.state() for driver in drivers)
        raise AssertionError(f"not all has passed after {timeout} ns: {states}") from None


class StreamSource(StreamDriver[T]):
    """Offers elements to an input stream of the design. In between the payload is noise."""

    def __init__(self, dut: Any, edge: Trigger, stream: Stream[T]) -> None:
        super().__init__(dut, edge, stream)
        self._waiting: deque[T] = deque()
        dut[stream.valid].value = 0

    def send(self, values: Iterable[T]) -> None:
        """Elements to offer behind those that wait already."""
        self._waiting.extend(values)
        if self._waiting:
            self._idle.clear()

    def state(self) -> str:
        return f"{self._stream.valid}: {len(self.beats)} taken, {len(self._waiting)} wait"

    async def _run(self, stalls: Iterator[bool]) -> None:
        dut, stream = self._dut, self._stream
        while True:
            is_stalled = next(stalls)
            if is_stalled or not self._waiting:
                dut[stream.valid].value = 0
                stream.payload.drive_noise(dut)
                await self._edge
                continue
            value = self._waiting[0]
            dut[stream.valid].value = 1
            stream.payload.drive(dut, value)
            await self._edge
            while stream.ready is not None and known_bits(dut, stream.ready) == 0:
                next(stalls)
                await self._edge
            self._waiting.popleft()
            self.beats.append(Beat(value, get_sim_time("ns")))
            if not self._waiting:
                self._idle.set()


class StreamSink(StreamDriver[T]):
    """Takes elements from an output stream of the design, and holds them against what is expected."""

    def __init__(self, dut: Any, edge: Trigger, stream: Stream[T]) -> None:
        super().__init__(dut, edge, stream)
        self._expected: deque[T] = deque()
        dut[stream.ready].value = 0

    def expect(self, values: Iterable[T]) -> None:
        """Elements that have to come behind those that are expected already."""
        self._expected.extend(values)
        if self._expected:
            self._idle.clear()

    def state(self) -> str:
        return f"{self._stream.valid}: {len(self.beats)} arrived, {len(self._expected)} are missing"

    async def _run(self, stalls: Iterator[bool]) -> None:
        dut, stream = self._dut, self._stream
        offered: T | None = None
        while True:
            is_ready = not next(stalls)
            dut[stream.ready].value = int(is_ready)
            await self._edge
            is_valid = known_bits(dut, stream.valid) == 1
            assert is_valid or offered is None, f"{stream.valid} fell before {offered} was taken"
            if not is_valid:
                continue
            value = stream.payload.sample(dut)
            assert offered is None or value == offered, f"{offered} became {value} before it was taken"
            offered = None if is_ready else value
            if is_ready:
                self._arrive(value)

    def _arrive(self, value: T) -> None:
        number = len(self.beats)
        self.beats.append(Beat(value, get_sim_time("ns")))
        assert self._expected, f"element {number} of {self._stream.valid}, {value}, is more than expected"
        expected = self._expected.popleft()
        assert value == expected, f"element {number} of {self._stream.valid} is {value}, expected {expected}"
        if not self._expected:
            self._idle.set()
