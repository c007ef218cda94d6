"""Customers: who people are, how to reach and recognise them, what they bought, wish and allow.

recognition = await customers.recognise(customers.caller(from_header))
card = await customers.profile(recognition.customer)
verdict = await customers.may_contact(card.id, "voice", address, now())
"""

from madoguchi.calendars import Hours
from madoguchi.customers.actions.cautions import add_caution, change_caution, lift_caution
from madoguchi.customers.actions.commerce import (
    ContractForm,
    LineForm,
    OrderForm,
    OwnedForm,
    ProductForm,
    add_contract,
    add_order,
    add_owned,
    add_product,
    change_contract,
    change_order,
)
from madoguchi.customers.actions.identities import (
    NewIdentity,
    add_identity,
    change_identity,
    forget,
    remember,
    remove_identity,
)
from madoguchi.customers.actions.profiles import ProfileChange, create, update
from madoguchi.customers.actions.wishes import (
    block_address,
    record_consent,
    record_identity_check,
    set_preference,
    set_preferences,
    unblock_address,
)
from madoguchi.customers.errors import CustomerInvalid, CustomerUnknown
from madoguchi.customers.model.address import (
    Address,
    AddressInvalid,
    Kind,
    Withheld,
    caller,
    country_of,
    national,
    normalise,
)
from madoguchi.customers.model.contact import Preferences, Purpose, Verdict
from madoguchi.customers.model.form import ProfileForm
from madoguchi.customers.model.reading import romaji_of
from madoguchi.customers.model.structs import (
    Caution,
    CautionKind,
    Consent,
    Contract,
    Customer,
    CustomerBrief,
    CustomerCard,
    CustomerRow,
    Identity,
    IdentityCheckItem,
    Order,
    OrderLine,
    OrderStatus,
    OwnedProduct,
    Product,
    Recognition,
    Worth,
)
from madoguchi.customers.queries import (
    address_of,
    addresses_of,
    cautioned,
    clock_of,
    contact_until,
    customer,
    identity_checks,
    may_contact,
    next_contact,
    numbered,
    order,
    order_numbered,
    orders_before,
    profile,
    recognise,
    search,
    worth,
)
from madoguchi.customers.queries import profiles_of as profiles
from madoguchi.customers.settings import CheckItemSetting, CustomerSettings
from madoguchi.customers.sight import EVERYTHING, MASKS, Sight, agents_sight
from madoguchi.customers.sight import sight as sight_of

__all__ = [
    "EVERYTHING", "MASKS", "Address", "AddressInvalid", "Caution", "CautionKind", "CheckItemSetting", "Consent",
    "Contract", "ContractForm", "Customer", "CustomerBrief", "CustomerCard", "CustomerInvalid", "CustomerRow",
    "CustomerSettings", "CustomerUnknown", "Hours", "Identity", "IdentityCheckItem", "Kind", "LineForm", "NewIdentity",
    "Order", "OrderForm", "OrderLine", "OrderStatus", "OwnedForm", "OwnedProduct", "Preferences", "Product",
    "ProductForm", "ProfileChange", "ProfileForm", "Purpose", "Recognition", "Sight", "Verdict", "Withheld", "Worth",
    "add_caution", "add_contract", "add_identity", "add_order", "add_owned", "add_product", "address_of",
    "addresses_of", "agents_sight", "block_address", "caller", "cautioned", "change_caution", "change_contract",
    "change_identity", "change_order", "clock_of", "contact_until", "country_of", "create", "customer", "forget",
    "identity_checks", "lift_caution", "may_contact", "national", "next_contact", "normalise", "numbered", "order",
    "order_numbered", "orders_before", "profile", "profiles", "recognise", "record_consent", "record_identity_check",
    "remember", "remove_identity", "romaji_of", "search", "set_preference", "set_preferences", "sight_of",
    "unblock_address", "update", "worth",
]  # fmt: skip
