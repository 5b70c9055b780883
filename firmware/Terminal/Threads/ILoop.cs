namespace DutyKiosk.Terminal.Threads
{
    /// <summary>Work that is done step by step and never waits; only the thread under it does.</summary>
    public interface ILoop
    {
        /// <summary>Does what is due; returns the tick at which something is due next, or <see cref="long.MaxValue"/>.</summary>
        long Step(long ticks);

        /// <summary>
        /// True when stepping now could change nothing until something outside changes; a board that can tell may leave the loop alone until then.
        /// </summary>
        bool IsIdle { get; }
    }
}
