"""A state: one agent, which may buy, sell, or both."""

from typing import Any

import mesa

from tests.plain.buying import Buying
from tests.plain.record import Record
from tests.plain.selling import Selling


class PlainState(Buying, Selling, mesa.Agent):
    """A state of the theatre. It never supplies itself."""

    def __init__(self, model: Any, name: str, record: Record) -> None:
        super().__init__(model)
        self.name = name
        self.is_buyer, self.is_supplier = name in record.buyers, name in record.suppliers
        if self.is_buyer:
            self.start_buying(record)
        if self.is_supplier:
            self.start_selling(record)
