using System;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Sheets;

/// <summary>A bridge whose post hotline keeps sheets that bind, while S01 holds N1 and S02 is to come.</summary>
public sealed class Bench : IDisposable
{
    private const string Post = "hotline";

    /// <summary>A bench with a pack.</summary>
    public Bench(string pack = "hotline-handover", bool sheets = true)
    {
        Roster = SampleRosterOfTests.Hotline();
        Roster.Posts[0].Pack = pack;
        Roster.Posts[0].Sheets = sheets;
        Bridge.Core.SetRoster(Roster);
        Bridge.Time.SetUtcNow(new DateTimeOffset(2026, 3, 2, 0, 5, 0, TimeSpan.Zero));
        Record("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true");
    }

    /// <summary>The bridge.</summary>
    public TestBridge Bridge { get; } = new();

    /// <summary>The roster in force.</summary>
    public RosterDocument Roster { get; }

    /// <summary>Asks for something about the sheet; returns the refusal.</summary>
    public string Sheet(Func<SheetRequests, Answer> ask)
    {
        string refusal = Bridge.Core.Ask(Post, (room, now) => ask(new SheetRequests(room, Post, now)));
        Bridge.Core.Step();
        return refusal;
    }

    /// <summary>Asks for something about holds; returns the refusal.</summary>
    public string Hold(Func<HoldRequests, Answer> ask)
    {
        string refusal = Bridge.Core.Ask(Post, (room, now) => ask(new HoldRequests(room, Post, now)));
        Bridge.Core.Step();
        return refusal;
    }

    /// <summary>Has T1 write a record.</summary>
    public void Record(string type, string members, string at = "2026-03-02T00:05:00.000Z") => Bridge.Receive(Bridge.Terminal.Next(type, members, at));

    /// <summary>S01 hands over to S02.</summary>
    public void HandOver(string more = "", string at = "2026-03-02T00:05:00.000Z") => Record("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"from\":\"N1\",\"to\":\"D1\",\"latenessSeconds\":0" + more, at);

    /// <summary>Looks at the sheets and holds.</summary>
    public T Book<T>(Func<SheetBook, T> look) => Bridge.Core.Read((room, _) => look(room.PostOf(Post).Book));

    /// <summary>What the sheet of the shift that is held still lacks.</summary>
    public string[] Lacks() => Bridge.Core.Read((room, _) => Completeness.Lacks(room.PostOf(Post).Book, room.PostOf(Post).Book.Current!, room.Roster.PolicyOf(Post).Sheet).ToArray());

    /// <summary>The newest gate of T1.</summary>
    public JsonElement Gate()
    {
        string told = Bridge.Told("gate").Last();
        Assert.True(Bridge.Published.Last(message => message.Topic.EndsWith("/gate", StringComparison.Ordinal)).Retain);
        return JsonDocument.Parse(told).RootElement;
    }

    /// <summary>Everything that is folded of the posts.</summary>
    public string Folded() => Bridge.Core.Read((room, _) => JsonSerializer.Serialize(room.Posts.ToArray()));

    /// <inheritdoc/>
    public void Dispose() => Bridge.Dispose();
}
