using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.Simulation;

/// <summary>
/// What happens at a terminal on an ordinary day, twice in twenty-four hours at a change of shift: the incoming leader and two of the crew come, the outgoing leader tries a
/// quarter of an hour too early, both leaders hand over (every fourth time late, with an alarm that is silenced), and three people leave. Somebody's own card is no badge here.
/// The newest roster comes once a day.
/// </summary>
public sealed class OrdinaryDays(BareKiosk kiosk)
{
    private int _changes;
    private long _roster = 1;

    /// <summary>How many taps there were.</summary>
    public int Taps { get; private set; }

    /// <summary>Runs one change of shift, up to twelve hours later.</summary>
    public void Change()
    {
        RosterShift outgoing = kiosk.Model.Covering("hotline", kiosk.Now.AddHours(2)) ?? throw new InvalidOperationException("The rotation covers every hour.");
        RosterShift incoming = kiosk.Model.Shifts("hotline", outgoing.End, outgoing.End.AddHours(1)).First();
        bool late = _changes++ % 4 == 3;
        DateTimeOffset end = outgoing.End;
        RunTo(end.AddMinutes(-25));
        Tap(incoming.Entry.Leader);
        Tap(incoming.Entry.Crew[0]);
        RunTo(end.AddMinutes(-17));
        Tap(incoming.Entry.Crew[1]);
        Tap(outgoing.Entry.Leader);
        TapCard([0x04, 0xDE, 0xAD, (byte)_changes]);
        if (late)
        {
            RunTo(end.AddMinutes(4));
            Tap(outgoing.Entry.Leader);
            kiosk.Wait(20000);
        }
        else
        {
            RunTo(end.AddMinutes(-6));
        }

        Tap(outgoing.Entry.Leader);
        Tap(incoming.Entry.Leader);
        RunTo(end.AddMinutes(6));
        Tap(outgoing.Entry.Leader);
        Tap(outgoing.Entry.Crew[0]);
        Tap(outgoing.Entry.Crew[1]);
        if (_changes % 2 == 0)
        {
            kiosk.Publish(++_roster);
        }

        RunTo(end.AddHours(1));
    }

    private void Tap(string staff) => TapCard(BareKiosk.Uid(int.Parse(staff.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)));

    private void TapCard(byte[] uid)
    {
        Taps++;
        kiosk.Tap(uid);
        kiosk.Wait(4000);
    }

    private void RunTo(DateTimeOffset moment)
    {
        while (kiosk.Now < moment)
        {
            kiosk.Wait(Math.Min(60000, (long)(moment - kiosk.Now).TotalMilliseconds + 1));
        }
    }
}
