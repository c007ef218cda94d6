"""The API keeps its contract under generated requests, good and bad: no fault of ours, no answer it does not document.

At least a thousand requests, the same ones each run: every sixth of those that schemathesis makes, or all of them
(6,900, for the soak) with CONTRACT_EVERY=1. Real ids are put in for most, so that requests reach further than "not
found".
"""

from __future__ import annotations

import os
import random

import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from madoguchi.entrypoints.contract import document
from tests.contract.world import World, client_of

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SCHEMA = schemathesis.openapi.from_dict(msgspec.json.decode(document()))
AT_LEAST = 1000
EVERY = int(os.environ.get("CONTRACT_EVERY", "6"))


class Robot:
    """Sends generated cases as the administrator, who signs in again where a request may have ended the session."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sent = 0
        self._made = 0
        self._dice = random.Random(20261122)
        self._session = requests.Session()

    def send(self, case: schemathesis.Case) -> None:
        """Send one case, if it is its turn, and compare the answer with the document."""
        self._made += 1
        if self._made % EVERY:
            return
        for name in case.path_parameters or {}:
            if name in self.world.ids and self._dice.random() < 0.8:
                case.path_parameters[name] = self.world.ids[name]
        if "session" in case.path or not self.sent:
            self._come_in()
        self._session.headers["If-Match"] = str(self._dice.randint(0, 2))
        response = case.call(base_url=self.world.instance.url, session=self._session)
        self.sent += 1
        case.validate_response(response, checks=CHECKS)
        if "session" in case.path:
            self._come_in()

    def _come_in(self) -> None:
        with client_of(self.world.instance, self.world.company.email("administrator")) as client:
            self._session.cookies.update(dict(client.cookies))
            self._session.headers["X-CSRF-Token"] = client.headers["X-CSRF-Token"]


@pytest.fixture(scope="module")
def robot(world: World) -> Robot:
    """The robot of this module."""
    return Robot(world)


@SCHEMA.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_the_contract_holds(case: schemathesis.Case, robot: Robot) -> None:
    robot.send(case)


def test_a_thousand_requests_were_sent(robot: Robot) -> None:
    assert robot.sent >= AT_LEAST
