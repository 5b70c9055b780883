using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Access;

/// <summary>Something that somebody has done and is to answer for; the entries of kind <see cref="LogKind.Audit"/> hold one each. Secrets never stand in it.</summary>
/// <param name="By">Who: a user's name, <c>key ID NAME</c>, <c>console</c>, or the name that somebody tried to sign in with.</param>
/// <param name="Role">The role in which; empty: none.</param>
/// <param name="Action">What, as <c>user.changed</c>.</param>
/// <param name="Target">To whom or what; empty: nothing.</param>
/// <param name="Detail">What else there is to know.</param>
/// <param name="Address">The address that he asked from; empty: at the machine itself.</param>
/// <param name="Outcome"><c>ok</c>, or why not.</param>
public sealed record AuditAct(string By, string Role, string Action, string Target, string Detail, string Address, string Outcome)
{
    /// <summary>The outcome of what was done.</summary>
    public const string Ok = "ok";

    private const int LongestText = 300;

    /// <summary>Reads it from an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static AuditAct Of(LogEntry entry)
    {
        return JsonSerializer.Deserialize<AuditAct>(entry.Body, JsonSerializerOptions.Web) is { By: not null, Role: not null, Action: not null, Target: not null, Detail: not null, Address: not null, Outcome: not null } whole
            ? whole
            : throw new JsonException("An entry that ought to be of the audit log is not.");
    }

    /// <summary>The bytes of its entry. What somebody from outside has written is kept as far as a line holds it.</summary>
    public byte[] ToBody()
    {
        return JsonSerializer.SerializeToUtf8Bytes(this with { By = Cut(By), Target = Cut(Target), Detail = Cut(Detail), Outcome = Cut(Outcome) }, JsonSerializerOptions.Web);
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
