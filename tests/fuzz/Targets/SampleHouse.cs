using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.Fuzz.Targets;

/// <summary>A small house whose messages, journals and tables are the seeds.</summary>
internal static class SampleHouse
{
    /// <summary>The moment at which everything stands.</summary>
    internal static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeMilliseconds(KioskUnderFuzz.BeginMs);

    /// <summary>Its roster.</summary>
    internal static RosterModel Roster { get; } = RosterModel.Of(SampleRoster.Roster(Now));

    /// <summary>The UIDs of its badges.</summary>
    internal static IReadOnlyList<byte[]> Uids { get; } = [.. Roster.Document.Staff.SelectMany(staff => staff.Badges).Select(Convert.FromHexString)];

    /// <summary>What the bridge tells its terminal: pages, manifest, policy.</summary>
    internal static IReadOnlyList<TerminalMessage> Told { get; } =
    [
        .. TerminalMessages.Roster(Roster, KioskUnderFuzz.Entry, KioskUnderFuzz.SiteKey, 12, Now),
        TerminalMessages.Policy(Roster.PolicyOf("hotline"), KioskUnderFuzz.Entry, 3),
    ];

    private static readonly Lazy<MemoryFiles> ToldFlash = new(() => Kiosk(new MemoryFiles()).Flash);

    /// <summary>A terminal that has been told.</summary>
    internal static KioskUnderFuzz Kiosk(MemoryFiles flash, int segments = 4)
    {
        var kiosk = new KioskUnderFuzz(flash, segments);
        Tell(kiosk, Told);
        return kiosk;
    }

    /// <summary>One that was told long ago and has just started.</summary>
    internal static KioskUnderFuzz StartedKiosk()
    {
        var kiosk = new KioskUnderFuzz(new MemoryFiles(ToldFlash.Value.Files));
        kiosk.Link(up: true);
        return kiosk;
    }

    /// <summary>Gives a terminal what it asks for, as a broker does with what it keeps: the manifest first, then the pages, one by one.</summary>
    internal static void Tell(KioskUnderFuzz kiosk, IReadOnlyList<TerminalMessage> messages)
    {
        kiosk.Link(up: true);
        for (int i = 0; i < kiosk.Asked.Count; i++)
        {
            foreach (TerminalMessage message in messages.Where(message => string.Equals(message.Topic, kiosk.Asked[i], StringComparison.Ordinal)))
            {
                kiosk.Receive(message.Topic, message.Payload);
            }
        }

        kiosk.Asked.Clear();
    }

    /// <summary>A flash on which a terminal has worked for a while: several segments, a handover among them.</summary>
    internal static (MemoryFiles Flash, SortedDictionary<uint, byte[]> Sent) Worked(int taps, int segments = 8)
    {
        var flash = new MemoryFiles();
        KioskUnderFuzz kiosk = Kiosk(flash, segments);
        for (int i = 0; i < taps; i++)
        {
            kiosk.Tap(Uids[i % Uids.Count]);
            kiosk.Step(i % 7 == 0 ? 1800_000 : 5000);
            if (i % 40 == 39)
            {
                kiosk.Restart();
                kiosk.Link(up: true);
            }
        }

        kiosk.Drain();
        return (flash, kiosk.Sent);
    }
}
