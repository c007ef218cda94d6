"""What may go wrong with customers, by name."""

from madoguchi.kit.errors import Conflict, Invalid, NotFound, PreconditionFailed


class CustomerUnknown(NotFound):
    code = "customer_unknown"


class CustomerInvalid(Invalid):
    code = "customer_invalid"


class CustomerChanged(PreconditionFailed):
    """Somebody changed it since it was read."""

    code = "version_changed"


class NumberTaken(Conflict):
    code = "customer_number_taken"


class IdentityUnknown(NotFound):
    code = "identity_unknown"


class IdentityTaken(Conflict):
    """The customer has this address already."""

    code = "identity_taken"


class AddressUnknown(NotFound):
    """Nobody is known under this address, or not the customer named."""

    code = "address_unknown"


class OrderUnknown(NotFound):
    code = "order_unknown"


class ContractUnknown(NotFound):
    code = "contract_unknown"


class ProductUnknown(NotFound):
    code = "product_unknown"


class CautionUnknown(NotFound):
    """There is no such warning, or it was lifted."""

    code = "caution_unknown"


class BlockUnknown(NotFound):
    code = "contact_block_unknown"


class ImportUnknown(NotFound):
    code = "import_unknown"


class ImportState(Conflict):
    """The import is at another step: the state it is in is told."""

    code = "import_state"


class MappingInvalid(Invalid):
    code = "import_mapping_invalid"
