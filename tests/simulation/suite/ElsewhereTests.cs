using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Duty;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Records;
using Xunit;
using Record = DutyKiosk.Core.Records.Record;

namespace DutyKiosk.Simulation.Tests;

/// <summary>People who come at one terminal of a post and go at another.</summary>
public sealed class ElsewhereTests
{
    /// <summary>
    /// Who came here for one shift, left unseen, and came for another at the post's other terminal is in for that other one: by the first, which is long over, his presence would lapse
    /// with the next step.
    /// </summary>
    [Fact]
    public void WhoComesForAnotherShiftElsewhereIsInForThatOne()
    {
        var state = new DutyState();
        var came = new Record(RecordType.ClockIn) { Seq = 1, Boot = 1, Ticks = 1000, AtMs = 1772563537000 };
        came.Add(Member.Staff, "B02").Add(Member.Shift, "N0303");
        state.Apply(came);
        var presence = new PresenceMessage { Version = 7, Epoch = "5f000113", Seq = 1, In = [new PresentEntry { Staff = "B02", Shift = "N0304", Since = 1772649634 }] };
        state.TakePresence(presence, false, new Stamp { Ticks = 5000, Boot = 2 });
        Assert.Equal("N0304", state.InOf("B02")!.Shift);
        Assert.Equal(1772649634000, state.InOf("B02")!.InMs);
    }

    /// <summary>Who handed the duty over at the other terminal and left there is not in here any more, although he held until this was told.</summary>
    [Fact]
    public void WhoHasHandedOverElsewhereAndLeftIsNotIn()
    {
        var state = new DutyState();
        var now = new Stamp { Ticks = 5000, Boot = 1 };
        state.TakePresence(new PresenceMessage { Version = 7, Holder = "B01", Shift = "E0308", Since = 1772956408, In = [new PresentEntry { Staff = "B01", Shift = "E0308", Since = 1772954517 }] }, true, now);
        Assert.NotNull(state.InOf("B01"));
        state.TakePresence(new PresenceMessage { Version = 8, Holder = "B02", Shift = "N0308", Since = 1772985413, In = [new PresentEntry { Staff = "B02", Shift = "N0308", Since = 1772984851 }] }, true, now);
        Assert.Null(state.InOf("B01"));
        Assert.Equal("B02", state.Holder);
    }
}
