using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// Looks a whole log over, from the first entry on: that every terminal's chain fits, that nothing is missing, forked, altered or unreadable, and that what the
/// running bridge has folded is what comes of folding everything again. It only reads, and a bridge may be running.
/// </summary>
public sealed class Verification
{
    private const int Page = 5000;
    private const int Attempts = 5;

    // What is missing may be under way, while a bridge takes records.
    private static readonly TimeSpan GapPatience = TimeSpan.FromMinutes(1);

    private readonly List<string> _faults = [];
    private readonly List<string> _notes = [];

    private Verification()
    {
    }

    /// <summary>What is wrong, a line each; none: the log is whole.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>What else there is to know, a line each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Looks a log over, as it stands now; where a bridge removes or erases something meanwhile, from the first entry on again.</summary>
    /// <param name="progress">Is told up to which position everything was looked at, before the first page and after each.</param>
    public static Verification Of(Log log, TerminalRegister terminals, DateTimeOffset now, Action<long>? progress = null)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (Look(log, terminals, now, progress ?? (_ => { })) is { } found)
            {
                return found;
            }
        }

        var none = new Verification();
        none._faults.Add("log: it was changed while it was looked at, again and again: see that nothing else is removed or erased, and try again.");
        return none;
    }

    // Null: what was looked at first is not as it was any more.
    private static Verification? Look(Log log, TerminalRegister terminals, DateTimeOffset now, Action<long> progress)
    {
        var result = new Verification();
        var history = new HistoryWatch();
        var fold = new LogFold(log, terminals, history, (what, exception) => result._notes.Add($"{what}: {exception.Message.ReplaceLineEndings(" ")}"));
        Projection? running = Projection.Kept(log.Database);
        string? again = result.Fold(log, fold, running, progress);
        if (fold.IsOutdated)
        {
            return null;
        }

        fold.MissingAtEnd(log.MissingAtEnd());
        result.TellOf(fold, history, now);
        if (running == null)
        {
            result._notes.Add("No running bridge has said yet what it has folded: each does so an hour after its start, or when 'host-bridge rebuild' asks for it.");
        }
        else if (again == null)
        {
            result._faults.Add(string.Create(CultureInfo.InvariantCulture, $"projection: the running bridge has folded up to position {running.Position}, and the log ends before."));
        }
        else if (!string.Equals(again, running.Digest, StringComparison.Ordinal))
        {
            result._faults.Add(string.Create(CultureInfo.InvariantCulture, $"projection: what the running bridge had folded up to position {running.Position} is not what comes of folding everything again: run 'host-bridge rebuild', and report it."));
        }
        else
        {
            result._notes.Add(string.Create(CultureInfo.InvariantCulture, $"projection: the running bridge had folded the same up to position {running.Position}."));
        }

        return result;
    }

    // Returns what is folded at the place of which the running bridge has spoken; null: the log ends before it.
    private string? Fold(Log log, LogFold fold, Projection? running, Action<long> progress)
    {
        string? digest = running?.Position == 0 ? Projection.Of(fold).Digest : null;
        long entries = 0;
        progress(0);
        List<LogEntry> page = log.Read(0, Page);
        while (page.Count > 0)
        {
            entries += page.Count;
            LogEntry[] first = running == null || digest != null ? [] : [.. page.TakeWhile(entry => entry.Position <= running.Position)];
            fold.Take(first);
            if (running != null && digest == null && fold.Position == running.Position)
            {
                digest = Projection.Of(fold).Digest;
            }

            fold.Take(page.GetRange(first.Length, page.Count - first.Length));
            progress(fold.Position);
            page = log.Read(fold.Position, Page);
        }

        _notes.Add(string.Create(CultureInfo.InvariantCulture, $"log: {entries} entries up to position {fold.Position}."));
        return digest;
    }

    private void TellOf(LogFold fold, HistoryWatch history, DateTimeOffset now)
    {
        foreach (string terminal in fold.Chain.Terminals.Order(StringComparer.Ordinal))
        {
            foreach ((string epoch, long stored) in fold.Chain.JournalsOf(terminal))
            {
                _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{terminal}: journal {epoch} is stored for good up to number {stored}."));
            }

            foreach (HistoryBreak found in fold.Chain.BreaksOf(terminal))
            {
                string line = string.Create(CultureInfo.InvariantCulture, $"{terminal}: {Words.Of(found.Proof)} at number {found.Seq} of journal {found.Epoch}.");
                (found.Proof == Proof.Gap && now < found.ReceivedAt + GapPatience ? _notes : _faults).Add(line);
            }
        }

        foreach ((string terminal, string epoch) in fold.Chain.NewJournals)
        {
            _notes.Add($"{terminal}: began journal {epoch} though it had another; what that held and had not sent is lost.");
        }

        foreach ((string terminal, string cause, string place) in history.Noted(fold.Chain))
        {
            _faults.Add(cause is "positions" ? $"log: the positions {place} were given and are not there." : $"{(terminal.Length > 0 ? terminal : "log")}: the entry at position {place} was altered, or cannot be read.");
        }

        if (fold.Chain.Count(Proof.Erased) is > 0 and int erased)
        {
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"log: {erased} records are left without their person."));
        }
    }
}
