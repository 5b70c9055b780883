using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.HostBridge.Tests.Neighbours;

/// <summary>A bridge of two posts with a terminal each: the hotline is held by S02 (李雷) until 20:00 in Shanghai, nobody is at <c>gate.1</c>.</summary>
public sealed class HouseBench : IDisposable
{
    /// <summary>A bench at 08:00 in Shanghai; T1 is online and has said how it is.</summary>
    public HouseBench(Action<RosterDocument>? change = null)
    {
        Bridge = new TestBridge(new TerminalEntry { Id = "T_2", Post = "gate.1", Key = new string('8', 64) });
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Posts[0].Name = "热线";
        roster.Posts.Add(new PostEntry { Id = "gate.1", Name = "东门" });
        roster.Staff.Find(person => person.Id is "S02")!.Name = "李雷";
        change?.Invoke(roster);
        Bridge.Core.SetRoster(roster);
        Bridge.Say("state", "{\"state\":\"online\",\"session\":1}");
        Bridge.Say("health", "{\"readerFaults\":3,\"journalPercent\":12,\"outboxDepth\":4,\"firmware\":\"1.4.0\",\"command\":0,\"epoch\":\"5f0c9a1e\",\"seq\":9}");
        Bridge.Receive(
            Bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"badge\":\"00112233445566aa\",\"shift\":\"N1\",\"holder\":true", "2026-03-01T12:00:00.000Z"),
            Bridge.Terminal.Next("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"from\":\"N1\",\"to\":\"D1\"", "2026-03-02T00:00:00.000Z"));
    }

    /// <summary>The bridge.</summary>
    public TestBridge Bridge { get; }

    /// <summary>The house as it is now.</summary>
    public HouseView House => HouseView.Of(Bridge.Core);

    /// <inheritdoc/>
    public void Dispose() => Bridge.Dispose();
}
