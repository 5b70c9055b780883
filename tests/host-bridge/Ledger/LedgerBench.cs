using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Tests.Support;
using NodaTime;

namespace DutyKiosk.HostBridge.Tests.Ledger;

/// <summary>A bridge at 08:00 of 2026-03-02 in Shanghai whose post hotline has the roster of the tests, and parameters as wanted.</summary>
public sealed class LedgerBench : IDisposable
{
    /// <summary>A bench whose post has these parameters, as <c>name=value</c>.</summary>
    public LedgerBench(params string[] parameters)
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Staff.Add(new StaffEntry { Id = "S10", Role = "manager" });
        roster.Staff.Add(new StaffEntry { Id = "S07", Qualified = false });
        roster.Staff.Add(new StaffEntry { Id = "S08", Role = "leader" });
        foreach (string[] parameter in parameters.Select(parameter => parameter.Split('=')))
        {
            roster.Posts[0].Parameters[parameter[0]] = parameter[1];
        }

        Bridge.Core.SetRoster(roster);
        Bridge.Say("state", """{"state":"online","session":1}""");
    }

    /// <summary>The bridge.</summary>
    public TestBridge Bridge { get; } = new();

    /// <summary>Has T1 write a record.</summary>
    public void Record(string type, string members, string at) => Bridge.Receive(Bridge.Terminal.Next(type, members, at));

    /// <summary>S02 clocks in for D1 so many minutes late, by the terminal.</summary>
    public void ComesLate(int minutes) => Record("duty.clock-in", $"\"staff\":\"S02\",\"shift\":\"D1\",\"arrival\":\"late\",\"minutes\":{minutes},\"holder\":true", "2026-03-02T00:30:00.000Z");

    /// <summary>Lets the clock run to a moment.</summary>
    public void Until(string utc)
    {
        Bridge.Time.SetUtcNow(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture));
        Bridge.Core.Step();
    }

    /// <summary>Asks for something about the ledger; returns the refusal.</summary>
    public string Ask(Func<LedgerRequests, Answer> ask) => Bridge.Core.Ask("hotline", (room, now) => ask(new LedgerRequests(room, now)));

    /// <summary>Asks for something about the plan; returns the refusal.</summary>
    public string Plan(Func<PlanRequests, Answer> ask) => Bridge.Core.Ask("", (room, now) => ask(new PlanRequests(room, now)));

    /// <summary>The people of a shift by now.</summary>
    public string[] People(string shift) => Bridge.Core.Read((room, _) => room.Roster.Shift("hotline", shift, Bridge.Time.GetUtcNow())!.People.ToArray());

    /// <summary>The ledger of somebody for March.</summary>
    public IReadOnlyList<LedgerRow> Rows(string staff) => Bridge.Core.Read((room, _) => MonthLedger.Of(room, staff, new YearMonth(2026, 3), Bridge.Time.GetUtcNow()));

    /// <summary>The same in words: kind, minutes, yuan, and whether it is excused.</summary>
    public string[] Words(string staff) => [.. Rows(staff).Select(row => $"{row.Kind} {row.Minutes} {row.AmountYuan}{(row.Excused ? " excused" : "")}")];

    /// <inheritdoc/>
    public void Dispose() => Bridge.Dispose();
}
