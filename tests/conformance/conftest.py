"""Real parts of the vendors under test."""

from tests.servers.tryton import tryton, tryton_server
from tests.switch import ari, caller, switch_node, switch_prefix

__all__ = ["ari", "caller", "switch_node", "switch_prefix", "tryton", "tryton_server"]
