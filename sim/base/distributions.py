"""Priors: the few shapes that a parameter's uncertainty may take."""

import math
from dataclasses import dataclass
from statistics import NormalDist

_STANDARD_NORMAL = NormalDist()
_Z95 = _STANDARD_NORMAL.inv_cdf(0.95)


@dataclass(frozen=True)
class Constant:
    """One value, known or set by the user."""

    value: float

    @property
    def central(self) -> float:
        """The value that stands for the whole distribution."""
        return self.value

    def quantile(self, u: float) -> float:
        """Value at probability ``u`` in (0, 1)."""
        return self.value


@dataclass(frozen=True)
class Normal:
    """An estimate with its standard error."""

    mean: float
    sd: float

    @property
    def central(self) -> float:
        """The value that stands for the whole distribution."""
        return self.mean

    def quantile(self, u: float) -> float:
        """Value at probability ``u`` in (0, 1)."""
        return self.mean + self.sd * _STANDARD_NORMAL.inv_cdf(u)


@dataclass(frozen=True)
class Uniform:
    """Anything between two ends, when nothing better is known."""

    low: float
    high: float

    @property
    def central(self) -> float:
        """The value that stands for the whole distribution."""
        return (self.low + self.high) / 2

    def quantile(self, u: float) -> float:
        """Value at probability ``u`` in (0, 1)."""
        return self.low + (self.high - self.low) * u


@dataclass(frozen=True)
class Triangular:
    """A best guess between two ends."""

    low: float
    mode: float
    high: float

    @property
    def central(self) -> float:
        """The value that stands for the whole distribution."""
        return self.mode

    def quantile(self, u: float) -> float:
        """Value at probability ``u`` in (0, 1)."""
        width = self.high - self.low
        left = self.mode - self.low
        if u * width < left:
            return self.low + math.sqrt(u * width * left)
        return self.high - math.sqrt((1 - u) * width * (self.high - self.mode))


@dataclass(frozen=True)
class LogNormal:
    """A positive value, given by its median and its 95th percentile."""

    median: float
    p95: float

    @property
    def central(self) -> float:
        """The value that stands for the whole distribution."""
        return self.median

    def quantile(self, u: float) -> float:
        """Value at probability ``u`` in (0, 1)."""
        sd = math.log(self.p95 / self.median) / _Z95
        return self.median * math.exp(sd * _STANDARD_NORMAL.inv_cdf(u))


Distribution = Constant | Normal | Uniform | Triangular | LogNormal
