namespace DutyKiosk.VirtualBoard;

/// <summary>A loop that runs on a board.</summary>
public abstract class LoopHandle
{
    /// <summary>Lets the loop step as soon as possible; from any thread.</summary>
    public abstract void Wake();

    /// <summary>Ends the loop; a step that is under way is finished.</summary>
    public abstract void Stop();

    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>Its thread hangs in the next step, as one does in a native call that never returns; only the end of the power ends that.</summary>
    public abstract void Hang();

    /// <summary>Waits for its thread to end. False: it has not within the time. In simulated time the answer is there at once.</summary>
    public abstract bool WaitForEnd(int timeoutMs);

    /// <summary>Something in the board's world has changed, so a loop that was idle is not any more.</summary>
    internal abstract void Poke();
}
