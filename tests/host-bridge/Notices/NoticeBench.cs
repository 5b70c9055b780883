using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.HostBridge.Tests.Notices;

/// <summary>
/// A bridge whose post hotline has day shifts of S01 and night shifts of S02 under supervisor S09, from Monday 2026-03-02 08:00 in Shanghai on. S05 is on
/// every shift, S10 supervises too, M01 is the manager. Time runs by the bridge's own wakes, so that a wake that is missing shows.
/// </summary>
public sealed class NoticeBench : IDisposable
{
    private const string Post = "hotline";
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    /// <summary>A bench with parameters, written as <c>name=value;name=value</c>.</summary>
    public NoticeBench(string parameters = "", string pack = "hotline-handover", Action<RosterDocument>? change = null)
    {
        var post = new PostEntry { Id = Post, Pack = pack };
        foreach (string pair in parameters.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            post.Parameters.Add(pair.Split('=')[0], pair.Split('=')[1]);
        }

        Roster = new RosterDocument
        {
            Posts = [post],
            Staff =
            [
                new StaffEntry { Id = "S01", Role = "leader" }, new StaffEntry { Id = "S02", Role = "leader" }, new StaffEntry { Id = "S05" }, new StaffEntry { Id = "S06", Qualified = false },
                new StaffEntry { Id = "S09", Role = "supervisor" }, new StaffEntry { Id = "S10", Role = "supervisor" }, new StaffEntry { Id = "M01", Role = "manager" },
            ],
            Rotations = [new RotationEntry { Post = Post, From = "2026-03-01", Supervisor = "S09", Teams = [new TeamEntry { Leader = "S01", Crew = ["S05"] }, new TeamEntry { Leader = "S02", Crew = ["S05"] }] }],
        };
        change?.Invoke(Roster);
        Bridge.Core.SetRoster(Roster);
        Bridge.Say("state", "{\"state\":\"online\",\"session\":1}");
    }

    /// <summary>The bridge.</summary>
    public TestBridge Bridge { get; } = new();

    /// <summary>The roster in force.</summary>
    public RosterDocument Roster { get; }

    /// <summary>Lets time run to a civil time of the current day, or to <c>yyyy-MM-dd HH:mm:ss</c>.</summary>
    public NoticeBench RunTo(string civil)
    {
        DateTimeOffset end = At(civil);
        while (Bridge.Core.Step() is var next && Bridge.Time.GetUtcNow() < end)
        {
            DateTimeOffset least = Bridge.Time.GetUtcNow().AddMilliseconds(1);
            next = next < least ? least : next;
            Bridge.Time.SetUtcNow(next < end ? next : end);
        }

        return this;
    }

    /// <summary>Nothing happens until then, not even a step of the bridge.</summary>
    public NoticeBench Jump(string civil)
    {
        Bridge.Time.SetUtcNow(At(civil));
        Bridge.Core.Step();
        return this;
    }

    /// <summary>T1 writes a record at this moment, or at another, and it comes at once.</summary>
    public NoticeBench Record(string type, string members, string? at = null)
    {
        DateTimeOffset time = at == null ? Bridge.Time.GetUtcNow() : At(at);
        Bridge.Receive(Bridge.Terminal.Next(type, members, time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)));
        return this;
    }

    /// <summary>Somebody clocks in and holds the duty.</summary>
    public NoticeBench Hold(string staff, string shift) => Record("duty.clock-in", $"\"staff\":\"{staff}\",\"shift\":\"{shift}\",\"holder\":true");

    /// <summary>Somebody writes an item at this moment.</summary>
    public NoticeBench Write(string staff, string section, string text, ItemDetails? details = null)
    {
        Xunit.Assert.Equal("", Bridge.Core.Ask(Post, (room, now) => new SheetRequests(room, Post, now).Write(staff, section, text, details ?? new ItemDetails())));
        Bridge.Core.Step();
        return this;
    }

    /// <summary>Stops the bridge and starts it again, and lets it fold everything anew; then the time goes on long enough for every patience.</summary>
    public NoticeBench StartAgain()
    {
        Bridge.Core.Rebuild();
        Bridge.Core.Step();
        Bridge.Restart();
        Bridge.Say("state", "{\"state\":\"online\",\"session\":2}");
        DateTimeOffset later = Bridge.Time.GetUtcNow().AddMinutes(2);
        while (Bridge.Time.GetUtcNow() < later)
        {
            Bridge.Core.Step();
            Bridge.Time.Advance(TimeSpan.FromSeconds(1));
        }

        return this;
    }

    /// <summary>What was sent about a topic: the civil time, and who got it.</summary>
    public string[] Sent(string topic) => All(topic).Select(sent => $"{sent.SentAt.ToOffset(Shanghai):HH:mm:ss} {string.Join(',', sent.Notice.To)}").ToArray();

    /// <summary>What was sent about a topic.</summary>
    public IReadOnlyList<SentNotice> All(string topic) => Bridge.Core.Read((room, _) => room.Notices.All.Where(sent => string.Equals(sent.Notice.Topic, topic, StringComparison.Ordinal)).ToArray());

    /// <summary>Everything that was sent.</summary>
    public IReadOnlyList<SentNotice> All() => Bridge.Core.Read((room, _) => room.Notices.All.ToArray());

    /// <inheritdoc/>
    public void Dispose() => Bridge.Dispose();

    private DateTimeOffset At(string civil)
    {
        string day = Bridge.Time.GetUtcNow().ToOffset(Shanghai).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return DateTimeOffset.Parse((civil.Length > 8 ? civil : $"{day} {civil}") + " +08:00", CultureInfo.InvariantCulture);
    }
}
