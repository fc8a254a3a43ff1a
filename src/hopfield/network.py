"""What a network is: a coupling, heard through units, with thresholds."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from hopfield._typing import OneEach, PerUnit
from hopfield.circuit import Circuit, netlist
from hopfield.couplings import Coupling
from hopfield.errors import FitError, ParameterError, ShapeError
from hopfield.units import Binary, Graded, Spin, TwoState, Units

__all__ = ["Network"]


@dataclass(frozen=True, eq=False)
class Network:
    """An energy over states, E_net(s) = E(s) + θ·s + the units' own, and what each unit wants.

    Parameters
    ----------
    coupling : Coupling
    units : Spin, Binary, Graded or Linear
    theta : float or array_like (n,)
        thresholds, in the units of the field: one Hebbian pattern makes a field of about 1

    Raises
    ------
    ShapeError
        if theta has another number of units
    ParameterError
        if theta is not finite
    FitError
        if the units cannot hear such a coupling

    Examples
    --------
    >>> import hopfield as hf
    >>> xi = hf.patterns.letters("TCH")
    >>> net = hf.Network(hf.rules.Hebb()(xi))
    >>> [round(25 * energy) for energy in net.energy(xi.spins)]
    [-312, -288, -300]
    >>> bool((net.gap(xi[0]) * xi[0] > 0).all())  # every unit is content
    True
    """

    coupling: Coupling
    units: Units = field(default_factory=Spin)
    theta: Any = 0.0

    def __post_init__(self) -> None:
        if not isinstance(self.coupling, Coupling):
            message = (
                f"coupling must be one, such as hf.rules.Hebb()(xi), got {type(self.coupling).__name__};"
                " for a matrix write hf.couplings.DenseCoupling(J)"
            )
            raise ParameterError(message)
        if not isinstance(self.units, Units):
            message = f"units must be hf.Spin(), hf.Binary(), hf.Graded(...) or hf.Linear(), got {self.units!r}"
            raise ParameterError(message)
        if isinstance(self.units, Binary) and not self.coupling.is_pairwise:
            message = "binary units need couplings with a matrix; separations of higher order are for hf.Spin()"
            raise FitError(message)
        if self.coupling.has_delay and not self.units.is_two_state:
            message = (
                "couplings with a delay are heard by units of two states, hf.Spin() or hf.Binary()"
            )
            raise FitError(message)
        if self.units.is_two_state:
            self.coupling.check_two_state()
        if not self.units.is_two_state:
            self.units.checked(np.zeros(self.n), self.n)  # units with constants of their own are n
        self._keep_theta()

    def _keep_theta(self) -> None:
        """Check the thresholds, and keep an array of them as a copy."""
        if np.asarray(self.theta).dtype.kind not in "biuf":
            message = f"theta is one real number or {self.n}, one a unit, got {self.theta!r}"
            raise ParameterError(message)
        theta = np.array(self.theta, dtype=np.float64)
        if theta.shape not in ((), (self.n,)):
            message = f"theta is one number or {self.n}, one a unit, got the shape {theta.shape}"
            raise ShapeError(message)
        if not np.isfinite(theta).all():
            message = "theta holds NaN or infinity, expected finite thresholds"
            raise ParameterError(message)
        if theta.ndim:  # a caller who writes into the array must not change the network
            theta.flags.writeable = False
            object.__setattr__(self, "theta", theta)

    @property
    def n(self) -> int:
        """The number of units."""
        return self.coupling.n

    @cached_property
    def thresholds(self) -> OneEach:
        """θ, shape (n,)."""
        return np.broadcast_to(np.asarray(self.theta, dtype=np.float64), (self.n,))

    @property
    def has_energy(self) -> bool:
        """Whether there is an energy: the coupling is symmetric."""
        return self.coupling.is_symmetric

    @cached_property
    def resolution(self) -> float:
        """The largest gap that rounding alone can make of an exact zero; a gap up to this counts as zero."""
        largest = float(np.abs(self.thresholds).max())
        return self.coupling.resolution + 4 * float(np.finfo(float).eps) * largest

    @cached_property
    def two_state(self) -> TwoState:
        """The units, where they have two states and so a gap.

        Raises
        ------
        FitError
            for units of real values, that have none
        """
        if not isinstance(self.units, TwoState):
            message = (
                f"{self.units!r} has no two states and no gap between them; it responds to field(s)"
            )
            raise FitError(message)
        return self.units

    @cached_property
    def bias(self) -> OneEach:
        """What a unit hears apart from the other spins, shape (n,): see `units`."""
        return self.two_state.bias(self.thresholds, self._row_sums)

    def _row_sums(self) -> OneEach:
        """Return Σ_j J_ij, shape (n,)."""
        return self.coupling.field(np.ones(self.n, dtype=np.int8))

    @cached_property
    def kernel_bias(self) -> OneEach:
        """The bias times the kernels' unit, shape (n,), or (1,) when it is one for all.

        Where fields are whole numbers, it is itself whole wherever it is so within rounding.
        """
        unit = self.coupling.unit
        bias = unit * self.bias
        if (bias == bias[0]).all():
            bias = bias[:1].copy()
        if unit == 1.0:
            return bias
        # n·(Σ_j J_ij - 2θ_i) is the difference of two products, each rounded: it is whole where they were
        size = np.abs(bias) + 2 * unit * np.abs(self.thresholds[: len(bias)])
        whole = np.rint(bias)
        is_whole = np.abs(bias - whole) <= 64 * np.finfo(float).eps * np.maximum(1.0, size)
        return np.where(is_whole, whole, bias)

    @cached_property
    def _has_thresholds(self) -> bool:
        """Whether θ is not zero everywhere."""
        return bool(np.any(self.thresholds))

    @cached_property
    def _sums(self) -> np.ndarray:
        """The products of the state that is +1 everywhere, as the kernels count them, shape (p,)."""
        return self.coupling.kernel(np.ones((1, self.n), dtype=np.int8))[1][0]

    def _checked(self, s: object) -> np.ndarray:
        return self.units.checked(s, self.n)

    def energy(self, s: object) -> Any:
        """Return E(s) + θ·s + the units' own energy: a float, or a (*batch,) array for states (*batch, n).

        Raises
        ------
        NoEnergyError
            if the coupling is not symmetric
        ShapeError, PatternError
            for a state that does not fit
        """
        states = self._checked(s)
        return self._with_thresholds(states, self.coupling.energy(states))

    def energy_from(
        self, states: np.ndarray, products: np.ndarray, counted: np.ndarray | None = None
    ) -> Any:
        """Return `energy` of states whose products are at hand: that saves a pass over the patterns.

        Parameters
        ----------
        states : (*batch, n) int8 array that fits the units
        products : (*batch, p) int array
            of the spins of these states, as `Coupling.kernel` counts them
        counted : (*batch, n) int8 array, optional
            the spins that these are the products of, where they are not those of the states
        """
        heard = self.two_state.products(products, lambda: self._sums)
        return self._with_thresholds(states, self.coupling.energy_from(states, heard, counted))

    def _with_thresholds(self, states: np.ndarray, energies: Any) -> Any:
        """Return the energies, θ·s and the units' own."""
        if self._has_thresholds:
            energies = energies + np.asarray(states @ self.thresholds)
        if not self.units.is_two_state:
            energies = energies + self.units.energy(states)
        return energies if np.ndim(energies) else float(energies)

    def field(self, s: object) -> PerUnit:
        """Return h_i = -∂(E + θ·s)/∂s_i, so Σ_j J_ij s_j - θ_i for couplings with a matrix, shape (*batch, n)."""
        return self.coupling.field(self._checked(s)) - self.thresholds

    def hear(self, states: np.ndarray) -> tuple[PerUnit, Any, Any]:
        """Return the field of states that fit the units, and what comes with it: their energies, and what they read.

        Parameters
        ----------
        states : (rows, n) array

        Returns
        -------
        tuple of (rows, n) array, (rows,) array or None if it is not at hand, (rows, d) array or None if there is none
        """
        field, energies, read = self.coupling.hear(states)
        if energies is not None:
            energies = self._with_thresholds(states, energies)
        return field - self.thresholds, energies, read

    def gap(self, s: object) -> PerUnit:
        """Return half the energy gap of each unit, ½[E(low) - E(high)], shape (*batch, n).

        It is what a two-state unit listens to: positive, it wants to be high (+1, or 1 for binary units).

        Raises
        ------
        FitError
            for units of real values, that have no two states
        """
        units, states = self.two_state, self._checked(s)
        return units.gap(self.coupling.gap(states), self.coupling.self_coupling, self.thresholds)

    def to_spice(
        self,
        probe: object = None,
        *,
        duration: Any = 20.0,
        ohm: float = 1e4,
        farad: float = 1e-9,
        data: str = "hopfield.dat",
    ) -> str:
        """Return the network of graded units as an electric circuit, a netlist that `ngspice -b` runs (hopfield1984).

        Amplifiers with a normal and an inverted output, a resistor 1/|T_ij| for each synapse, and at each input a
        resistor ρ_i with 1/R_i = 1/ρ_i + Σ_j |T_ij|, a capacitor C_i and a current -θ_i. So that no ρ_i is negative,
        all voltages at inputs are divided by one number and the gain is multiplied by it: the outputs are the same,
        V(t) of `Flow`. Writing it takes no SPICE. ngspice writes the times in seconds and V_1 … V_n, in volts, to a
        text file with one line of names.

        Parameters
        ----------
        probe : array_like (n,), optional
            where it starts; without one all units start at 0, and only currents move them
        duration : float, positive
            how long it runs, in the time constants of the slowest unit
        ohm, farad : float, positive
            what a resistance and a capacitance of 1 are: as it is, 10 kΩ, 1 nF and so a time of 1 is 10 µs
        data : str
            the file that ngspice writes, in the folder where it is run

        Returns
        -------
        str

        Raises
        ------
        FitError
            unless the units are graded and the couplings have a matrix
        ShapeError, PatternError, ParameterError
            for a probe or numbers that don't fit

        Examples
        --------
        >>> import hopfield as hf
        >>> xi = hf.patterns.letters("TCH")
        >>> text = hf.models.graded(xi, gain=10).to_spice(hf.patterns.flip(xi[0], 0.16, seed=1))
        >>> print(text.splitlines()[0])
        * 25 neurons with graded response, as in Hopfield (1984), figure 2
        """
        return netlist(self._circuit(probe), duration, ohm, farad, data)

    def _circuit(self, probe: object) -> Circuit:
        """Return the parts of the circuit that this network is."""
        units = self.units
        if not isinstance(units, Graded):
            message = (
                f"only hf.Graded(gain=...) units are amplifiers of a circuit, these are {units!r}"
            )
            raise FitError(message)
        if not self.coupling.is_pairwise:
            message = (
                f"{self.coupling!r} has no matrix J, so there are no resistors to take its place"
            )
            raise FitError(message)
        given = np.zeros(self.n) if probe is None else probe
        values = units.checked(given, self.n, "probe")
        if values.ndim != 1:
            message = f"a circuit starts from one probe of shape ({self.n},), got {values.shape}"
            raise ShapeError(message)
        resistance, capacitance = (np.broadcast_to(each, (self.n,)) for each in units.membrane)
        return Circuit(
            matrix=self.coupling.dense(),
            gain=units.gain,
            response=units.response,
            resistance=resistance,
            capacitance=capacitance,
            current=-self.thresholds,
            start=units.potential(values, self.field(values)),
        )
