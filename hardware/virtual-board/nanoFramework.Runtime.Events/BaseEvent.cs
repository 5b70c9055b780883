namespace nanoFramework.Runtime.Events;

/// <summary>What every event of the runtime derives from.</summary>
public class BaseEvent
{
    /// <summary>Where it comes from.</summary>
    public ushort Source;

    /// <summary>What it says.</summary>
    public byte Message;
}
