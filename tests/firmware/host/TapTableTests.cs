using System;
using DutyKiosk.Core.Taps;
using Xunit;

namespace DutyKiosk.Firmware.Tests.Host;

/// <summary>
/// The decision table against the design's table written a second time, as one decision after another, over every combination of inputs. An
/// interpreter would need hours for the thirty million of them, so this runs on this machine alone.
/// </summary>
public sealed class TapTableTests
{
    private const int Early = TapFact.NoRoom | TapFact.Retap | TapFact.NoRoster | TapFact.UnknownBadge | TapFact.BlockedBadge;
    private const int EarlyBits = 5;

    /// <summary>The first five facts decide alone, whatever else holds.</summary>
    [Fact]
    public void TheFirstFactsDecideAlone()
    {
        for (int early = 1; early <= Early; early++)
        {
            TapOutcome expected = (early & TapFact.NoRoom) != 0 ? TapOutcome.NoRoom
                : (early & TapFact.Retap) != 0 ? TapOutcome.Ignore
                : (early & TapFact.NoRoster) != 0 ? TapOutcome.RosterMissing
                : (early & TapFact.UnknownBadge) != 0 ? TapOutcome.UnknownBadge
                : TapOutcome.BlockedBadge;
            for (int bit = EarlyBits; bit < TapFact.Count; bit++)
            {
                Assert.Equal(expected, TapTable.Decide(early | (1 << bit)));
            }

            Assert.Equal(expected, TapTable.Decide(early | (((1 << TapFact.Count) - 1) & ~Early)));
        }
    }

    /// <summary>Every combination of the other facts.</summary>
    [Fact]
    public void EveryCombinationOfTheOthers()
    {
        const int Combinations = 1 << (TapFact.Count - EarlyBits);
        for (int combination = 0; combination < Combinations; combination++)
        {
            int facts = combination << EarlyBits;
            TapOutcome expected = Expected(facts);
            if (TapTable.Decide(facts) != expected)
            {
                Assert.Fail($"facts {Convert.ToString(facts, 2)}: the design says {expected}, the table {TapTable.Decide(facts)}");
            }
        }
    }

    private static TapOutcome Expected(int facts)
    {
        bool Is(int fact) => (facts & fact) != 0;
        bool holder = Is(TapFact.IsHolder), inRoom = Is(TapFact.IsIn), window = Is(TapFact.WindowOpen);
        if (Is(TapFact.CheckDue) && holder)
        {
            return TapOutcome.AnswerCheck;
        }

        if (Is(TapFact.PairPending))
        {
            return Is(TapFact.PairStarter) ? TapOutcome.SamePerson
                : Is(TapFact.PairOther) ? (Is(TapFact.HoldOpen) ? TapOutcome.PairOnHold : TapOutcome.Confirm)
                : Is(TapFact.PairReleaser) ? TapOutcome.ConfirmForAbsent
                : Is(TapFact.RosteredNear) && !inRoom ? TapOutcome.ClockInBesidePair
                : TapOutcome.NotEntitled;
        }

        if (Is(TapFact.MayReleaseHolds) || Is(TapFact.VisitingSupervisor))
        {
            return Is(TapFact.MayReleaseHolds) ? TapOutcome.ReleaseHolds : TapOutcome.OpenRelease;
        }

        bool mayTakeOver = inRoom || Is(TapFact.EntitledNear) || Is(TapFact.EntitledIncoming);
        if (Is(TapFact.ReleaseOpen) && (holder || (mayTakeOver && !Is(TapFact.NobodyHolds))))
        {
            return TapOutcome.StartReleased;
        }

        if (window && (holder || (Is(TapFact.EntitledIncoming) && inRoom)))
        {
            bool closes = holder && Is(TapFact.NoShiftFollows);
            if (holder && !closes && Is(TapFact.ContinuesDouble))
            {
                return TapOutcome.Continue;
            }

            return Is(TapFact.SheetIncomplete) ? TapOutcome.SheetIncomplete
                : Is(TapFact.HoldOpen) ? TapOutcome.OnHold
                : closes ? TapOutcome.CloseService
                : TapOutcome.Start;
        }

        if (Is(TapFact.NobodyHolds) && Is(TapFact.EntitledNear))
        {
            return TapOutcome.TakeDuty;
        }

        if (!inRoom && Is(TapFact.RosteredNear))
        {
            return Is(TapFact.DoubleForbidden) ? TapOutcome.DoubleShift : TapOutcome.ClockIn;
        }

        if (inRoom && Is(TapFact.IsAway))
        {
            return TapOutcome.Back;
        }

        if (inRoom && Is(TapFact.MayStepAway) && !window)
        {
            return TapOutcome.Away;
        }

        if (holder)
        {
            return TapOutcome.WindowClosed;
        }

        if (inRoom)
        {
            return Is(TapFact.TooSoonToLeave) ? TapOutcome.AlreadyIn : TapOutcome.ClockOut;
        }

        return Is(TapFact.Elsewhere)
            ? (Is(TapFact.PackRefuses) ? TapOutcome.CrossPostRefused : TapOutcome.CrossPost)
            : Is(TapFact.PackRefuses) ? TapOutcome.NotOnRoster : TapOutcome.Unrostered;
    }
}
