namespace DutyKiosk.HostBridge.Search;

/// <summary>Which records are asked for; what is null is not asked about.</summary>
/// <param name="Post">The post.</param>
/// <param name="Person">A person who stands in it.</param>
/// <param name="Type">The type.</param>
/// <param name="Day">The civil day, as 20260302; of a span of days the first.</param>
public sealed record RecordQuery(string? Post = null, string? Person = null, string? Type = null, int? Day = null)
{
    /// <summary>The last day of a span of days, as 20260302. Null: the day is a single one, or none is asked about.</summary>
    public int? LastDay { get; init; }

    /// <summary>Whether it asks about more days than one.</summary>
    public bool IsSpan => Day is { } first && LastDay is { } last && last != first;

    /// <summary>Behind how many places: newest first, before this one. Null: from the newest on.</summary>
    public long? Before { get; init; }

    /// <summary>The page before, going back to the newest: those nearest behind this place. Null: it is not asked for.</summary>
    public long? After { get; init; }

    /// <summary>Whether it asks for everything.</summary>
    public bool IsAll => Post == null && Person == null && Type == null && Day == null;
}
