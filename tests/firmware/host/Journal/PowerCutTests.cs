using System.Collections.Generic;
using System.Linq;
using DutyKiosk.Core.Flash;
using Xunit;

namespace DutyKiosk.Firmware.Tests.Host.Journal;

/// <summary>The power goes at write 1, 2, 3, … of a life that fills the journal, acknowledges, wraps and restarts.</summary>
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const int Segments = 3;
    private const int Decisions = 1500;

    /// <summary>After each cut nothing that was accepted is missing, no decision is half there, and no number is left out or given twice.</summary>
    [Fact]
    public void NothingAcceptedIsEverMissing()
    {
        var flash = new CutEverywhereFlash();
        var journal = new JournalUnderTest(flash, Segments);
        uint accepted = 0, acknowledged = 0;
        int pending = 0;
        bool wrapped = false, refused = false;
        flash.AtCut = left => Check(left, accepted, acknowledged, pending);
        for (int i = 0; i < Decisions; i++)
        {
            pending = 1 + (i % 3);
            bool taken = journal.Append(pending, i * 1000);
            accepted = taken ? accepted + (uint)pending : accepted;
            refused |= !taken;
            pending = 0;

            // Long times without a bridge, then one that has taken everything but the newest.
            if (i % 750 > 600 && i % 7 == 0)
            {
                acknowledged = accepted > 5 ? accepted - 5 : 0;
                journal.Journal.Acknowledge(acknowledged, i * 1000);
            }

            if (i % 97 == 96)
            {
                journal.Start();
                Assert.Equal(accepted, journal.Journal.NewestSeq);
            }

            wrapped |= journal.Journal.OldestSeq > 1;
        }

        Assert.True(wrapped, "the life must be long enough to wrap");
        Assert.True(refused, "the life must fill the journal");
        Assert.True(flash.Cuts > 2000);
        output.WriteLine($"{flash.Cuts} power cuts");
    }

    private static void Check(IFlash left, uint accepted, uint acknowledged, int pending)
    {
        var after = new JournalUnderTest(left, Segments);
        uint newest = after.Journal.NewestSeq;
        Assert.True(newest == accepted || newest == accepted + pending, $"{accepted} were accepted and {pending} under way, {newest} are there");
        Assert.True(after.Journal.Acked <= acknowledged, "what nobody acknowledged must not count as acknowledged");
        Assert.True(after.Journal.OldestSeq <= acknowledged + 1, "what nobody acknowledged must not go");
        Assert.Equal(newest, after.State.Count);
        uint oldest = after.Journal.OldestSeq;
        Assert.Equal(Range(oldest, newest), after.NumbersFrom(oldest));

        // And it goes on: the next decision has the next number, and a further start finds it.
        if (after.Append(2, 999999999))
        {
            after.Start();
            Assert.Equal(newest + 2, after.Journal.NewestSeq);
            Assert.Equal(Range(after.Journal.Acked + 1, newest + 2), after.NumbersFrom(after.Journal.Acked + 1));
        }
    }

    private static IEnumerable<uint> Range(uint from, uint to) => Enumerable.Range(0, (int)(to + 1 - from)).Select(i => from + (uint)i);
}
