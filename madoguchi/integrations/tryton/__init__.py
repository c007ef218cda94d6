"""Tryton 8 over its JSON-RPC: `crm` is the connector, `client` the wire, `mapping` the tenant's choice of fields."""

from madoguchi.integrations.tryton.crm import TRYTON

__all__ = ["TRYTON"]
