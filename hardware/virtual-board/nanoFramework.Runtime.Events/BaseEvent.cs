namespace nanoFramework.Runtime.Events;

/// <summary>What every event of the runtime derives from.</summary>
public class BaseEvent
{
}
