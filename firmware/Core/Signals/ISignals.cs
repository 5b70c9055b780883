namespace DutyKiosk.Core.Signals
{
    /// <summary>Lamps and buzzer as the kiosk sees them. Twins: the signal loop of the terminal, the tests' recorder.</summary>
    public interface ISignals
    {
        /// <summary>Shows an answer to a person, or an alarm: it is played once, then the standing signal comes back.</summary>
        void Show(Signal signal);

        /// <summary>Sets the signal that stands while nobody is answered (ready, offline, clock-unset, fault, waiting-for-second, …).</summary>
        void Stand(Signal signal);
    }
}
