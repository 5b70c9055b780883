using System.Collections.Generic;

namespace DutyKiosk.HostBridge.Web.Handovers;

/// <summary>What somebody wrote into a form that was refused: it stands in its fields again.</summary>
/// <param name="Act">What was to be done.</param>
/// <param name="Of">The section, item, count or hold that it was about; empty: the sheet itself.</param>
/// <param name="Fields">What stood in the fields.</param>
public sealed record SheetKept(string Act, string Of, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Nothing was refused.</summary>
    public static readonly SheetKept Nothing = new("", "", new Dictionary<string, string>());

    /// <summary>What stood in a field of a form; what stands there anyway where it is not the one that was refused.</summary>
    public string Or(string act, string of, string field, string anyway = "") => Act == act && Of == of && Fields.TryGetValue(field, out string? written) ? written : anyway;
}
