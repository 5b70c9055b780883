using System.Collections.Generic;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>What becomes of a request: a word why it is refused, or what is appended to the log because of it.</summary>
/// <param name="Refusal">Why it is refused; empty: it is accepted.</param>
/// <param name="Kind">What the entries are.</param>
/// <param name="Bodies">Their bodies, in order; none: everything was so already.</param>
public sealed record Answer(string Refusal, LogKind Kind, IReadOnlyList<byte[]> Bodies)
{
    /// <summary>The most characters of anything that is written with a request; more is refused with <c>too-long</c>.</summary>
    public const int LongestText = 500;

    /// <summary>It is refused.</summary>
    public static Answer Refuse(string word) => new(word, LogKind.Sheet, []);

    /// <summary>It is accepted: something is done to a sheet.</summary>
    public static Answer Accept(params IReadOnlyList<SheetAct> acts)
    {
        var bodies = new List<byte[]>();
        foreach (SheetAct act in acts)
        {
            bodies.Add(JsonSerializer.SerializeToUtf8Bytes(act));
        }

        return new Answer("", LogKind.Sheet, bodies);
    }

    /// <summary>It is accepted: this is appended.</summary>
    public static Answer Accept(LogKind kind, object act) => new("", kind, [JsonSerializer.SerializeToUtf8Bytes(act, act.GetType())]);

    /// <summary>It is accepted: something is done to a hold.</summary>
    public static Answer Accept(HoldAct act) => new("", LogKind.Hold, [JsonSerializer.SerializeToUtf8Bytes(act)]);
}
