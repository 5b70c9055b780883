using System.Collections.Generic;
using System.Linq;
using CsCheck;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;
using DutyKiosk.Firmware.Tests.Support;
using Xunit;

namespace DutyKiosk.Firmware.Tests.Host.Journal;

/// <summary>Random operations on a journal against the most trivial model of one: a list.</summary>
public sealed class JournalModelTests(ITestOutputHelper output)
{
    private const int Segments = 3;
    private const int Lives = 300;

    /// <summary>Whatever is appended, acknowledged, restarted, cut, replayed in whatever order, the journal is a list that forgets only what was acknowledged.</summary>
    [Fact]
    public void AJournalIsAListThatForgetsOnlyWhatWasAcknowledged()
    {
        long operations = 0;
        Gen<(int Kind, int Size)[]> lives = Gen.Select(Gen.Int[0, 99], Gen.Int[0, 1000]).Array[50, 400];
        lives.Sample(
            life =>
            {
                Live(life);
                System.Threading.Interlocked.Add(ref operations, life.Length);
            },
            iter: Lives);
        Assert.True(operations > Lives * 50);
        output.WriteLine($"{operations} operations in {Lives} lives");
    }

    private static void Live((int Kind, int Size)[] life)
    {
        var flash = new FakeFlash();
        var journal = new JournalUnderTest(flash, Segments);
        uint newest = 0, acknowledged = 0;
        long ticks = 0;
        foreach ((int kind, int size) in life)
        {
            ticks += 500 + size;
            switch (kind)
            {
                case < 70:
                    int count = 1 + (size % 5);
                    newest = journal.Append(count, ticks) ? newest + (uint)count : newest;
                    break;
                case < 82:
                    acknowledged = System.Math.Max(acknowledged, (uint)(newest * (long)size / 1000));
                    journal.Journal.Acknowledge(acknowledged, ticks);
                    break;
                case < 90:
                    journal.Start();
                    break;
                case < 96:
                    flash.CutIn(size % 3, size / 3 % 3);
                    int cut = 1 + (size % 4);
                    bool taken = journal.Append(cut, ticks);
                    newest = taken ? newest + (uint)cut : newest;
                    flash.Revive();
                    journal.Start();
                    uint found = journal.Journal.NewestSeq;
                    Assert.True(found == newest || (!taken && found == newest + cut));
                    newest = found;
                    break;
                default:
                    Assert.Equal(Expected(journal.Journal, newest, journal.Journal.OldestSeq), journal.NumbersFrom(journal.Journal.OldestSeq));
                    break;
            }

            Assert.Equal(newest, journal.Journal.NewestSeq);
            Assert.Equal(newest, journal.State.Count);
            Assert.True(journal.Journal.OldestSeq <= acknowledged + 1);
            Assert.True(journal.Journal.Acked <= acknowledged);
        }

        Assert.Equal(Expected(journal.Journal, newest, journal.Journal.Acked + 1), journal.NumbersFrom(journal.Journal.Acked + 1));
    }

    private static IEnumerable<uint> Expected(FlashJournal journal, uint newest, uint from)
    {
        uint first = System.Math.Max(from, journal.OldestSeq);
        return Enumerable.Range(0, (int)(newest + 1 - first)).Select(i => first + (uint)i);
    }
}
