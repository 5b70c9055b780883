namespace DutyKiosk.HostBridge.Access;

/// <summary>Of which kind a refusal is.</summary>
public enum RefusalKind
{
    /// <summary>What was given cannot be.</summary>
    Bad,

    /// <summary>There is no such thing.</summary>
    Missing,

    /// <summary>It does not fit what is there.</summary>
    Conflict,

    /// <summary>Whoever asks may not do it.</summary>
    NotAllowed,
}

/// <summary>Why something is not done.</summary>
/// <param name="Kind">Of which kind it is.</param>
/// <param name="Sentence">The reason and the remedy.</param>
public sealed record Refusal(RefusalKind Kind, string Sentence);
