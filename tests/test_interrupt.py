"""Ctrl-C ends a night also where a library catches everything."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator

import pytest

from flows.interrupt import heed, remembered
from flows.progress import Progress


@pytest.fixture(autouse=True)
def in_the_foreground() -> Iterator[None]:
    """As a terminal starts programs: a test run in the background has Ctrl-C ignored."""
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, usual)


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_no_room_begins_after_an_interrupt_that_was_swallowed() -> None:
    tell, begun = Progress(io.StringIO()), []
    with pytest.raises(KeyboardInterrupt), remembered():
        with tell.room("read"):
            try:
                press()
            except BaseException as caught:  # noqa: BLE001
                assert isinstance(caught, KeyboardInterrupt)
        with tell.room("publish"):
            begun.append("publish")
    assert begun == []


def test_what_fails_because_of_it_ends_as_an_interrupt() -> None:
    with pytest.raises(KeyboardInterrupt), remembered():
        try:
            press()
        except KeyboardInterrupt as caught:
            raise RuntimeError("query interrupted") from caught


def test_other_failures_stay_what_they_are_and_it_is_forgotten_afterwards() -> None:
    with pytest.raises(RuntimeError, match="full"), remembered():
        raise RuntimeError("the disk is full")
    with pytest.raises(KeyboardInterrupt), remembered():
        press()
    heed()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_where_it_is_ignored_it_stays_ignored() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with remembered():
        press()
        heed()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
