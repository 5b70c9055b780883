using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>A supervisor let one handover happen in spite of a hold.</summary>
public sealed record HoldRelease(string Staff, DateTimeOffset At);

/// <summary>A condition under which a handover must not happen.</summary>
public sealed class Hold(string kind, string id, string staff, string reason, DateTimeOffset at, string incoming, IReadOnlyList<string> entitled)
{
    /// <summary>Its kind, as the pack names it.</summary>
    public string Kind { get; } = kind;

    /// <summary>The id by which terminals and records know it.</summary>
    public string Id { get; } = id;

    /// <summary>Who opened it.</summary>
    public string Staff { get; } = staff;

    /// <summary>Why.</summary>
    public string Reason { get; } = reason;

    /// <summary>When.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>The shift that was to take over by then; empty: none.</summary>
    public string Incoming { get; } = incoming;

    /// <summary>Who was entitled for that by then.</summary>
    public IReadOnlyList<string> Entitled { get; } = entitled;

    /// <summary>Who let a handover happen in spite of it, at the terminal.</summary>
    public List<HoldRelease> Releases { get; } = [];

    /// <summary>Whether it is released for the handover that is to come. It binds anew after that one.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Who cleared it; null: it is open.</summary>
    public string? ClearedBy { get; private set; }

    /// <summary>Why it could be cleared.</summary>
    public string Clearance { get; private set; } = "";

    /// <summary>When it was cleared.</summary>
    public DateTimeOffset? ClearedAt { get; private set; }

    /// <summary>Whether nobody has cleared it.</summary>
    public bool IsOpen => ClearedBy == null;

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Text(Kind);
        writer.Text(Id);
        writer.Text(Staff);
        writer.Text(Reason);
        writer.Time(At);
        writer.Text(Incoming);
        writer.Texts(Entitled);
        writer.Items(Releases);
        writer.Flag(IsReleased);
        writer.Flag(IsOpen);
        writer.Text(ClearedBy ?? "");
        writer.Text(Clearance);
        writer.MaybeTime(ClearedAt);
    }

    /// <summary>Reads it from folded state.</summary>
    internal static Hold Load(StateReader reader)
    {
        var hold = new Hold(reader.Text(), reader.Text(), reader.Text(), reader.Text(), reader.Time(), reader.Text(), reader.Texts());
        hold.Releases.AddRange(reader.Items<HoldRelease>());
        hold.IsReleased = reader.Flag();
        bool isOpen = reader.Flag();
        string by = reader.Text();
        hold.ClearedBy = isOpen ? null : by;
        hold.Clearance = reader.Text();
        hold.ClearedAt = reader.MaybeTime();
        return hold;
    }

    /// <summary>Somebody has cleared it.</summary>
    public void Clear(string by, string why, DateTimeOffset when)
    {
        ClearedBy = by;
        Clearance = why;
        ClearedAt = when;
    }
}
