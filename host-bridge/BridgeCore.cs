using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge;

/// <summary>What is to become of a publish.</summary>
public enum Reception
{
    /// <summary>It is stored with the next commit; its PUBACK waits for that.</summary>
    Store,

    /// <summary>It needs no storing.</summary>
    Take,

    /// <summary>The topic is not the sender's: the connection is to be closed.</summary>
    Close,

    /// <summary>It proves nothing, and too much of that kind came from its terminal: the connection is to be closed.</summary>
    Refuse,
}

/// <summary>
/// The bridge without sockets and threads: it takes what terminals publish, stores it in group commits, proves and folds it, and says what
/// terminals have to know. Every step is synchronous, and time comes from one provider.
/// </summary>
public sealed class BridgeCore : IDisposable
{
    private const string Root = "dutykiosk/v1/";
    private const int FoldBatch = 5000;
    private const int MostBodyBytes = 4096;
    private const long HighestGate = 4_000_000_000;
    private static readonly TimeSpan AskPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForeignLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ErrandLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProjectionPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan RosterStride = TimeSpan.FromDays(1);

    private readonly System.Threading.Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly IMessageOut _out;
    private readonly TerminalRegister _terminals;
    private readonly List<(LogEntry Entry, Action<bool>? Done)> _pending = [];
    private readonly Acknowledgements _acks = new();
    private readonly Admission _admission = new();
    private readonly HistoryWatch _history = new();
    private readonly TerminalFeed _feed;
    private readonly Dictionary<string, byte[]> _health = new(StringComparer.Ordinal);
    // The terminals whose health was not looked at yet, and the newest number that was proved when it came: what was is older than the health.
    private readonly Dictionary<string, long> _freshHealth = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Epoch, long Stored, DateTimeOffset At, DateTimeOffset First, long Command)> _asked = new(StringComparer.Ordinal);
    // What the house's broker keeps of each terminal's connection.
    private readonly Dictionary<string, byte[]> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _gatesSeen = new(StringComparer.Ordinal);
    private readonly Errands _errands;
    private LogFold _fold;
    private Chain _chain;
    private DutyRoom _room;
    private long _foldedTo;
    private DateTimeOffset _foreignLook;
    private DateTimeOffset _errandLook;
    private DateTimeOffset _projectionDue;
    private DateTimeOffset _noticesDue = DateTimeOffset.MinValue;
    private bool _appended;
    private bool _folded;
    private bool _disposed;
    private bool _leads = true;

    /// <summary>
    /// A bridge over a log. It folds all of it before it returns, and takes nobody for connected: a broker that has just started knows no terminal,
    /// and one that died meanwhile would be shown as alive for ever.
    /// </summary>
    /// <param name="isAlone">False: other bridges have the same log and the same outside broker, and this one leads only when it is told so.</param>
    public BridgeCore(Log log, TerminalRegister terminals, TimeProvider time, IMessageOut messages, bool isAlone = true, ILogger? events = null)
    {
        IsAlone = isAlone;
        _leads = isAlone;
        Log = log;
        Faults = new StepFaults(events ?? LineLog.Plain);
        StoreHealth = new StoreHealth(events ?? LineLog.Plain, time);
        _terminals = terminals;
        _time = time;
        _out = messages;
        _feed = new TerminalFeed(terminals, messages);
        _errands = new Errands(log.Database, time);
        _projectionDue = time.GetUtcNow() + ProjectionPause;
        BeginFold();
        FoldAll();
        if (isAlone)
        {
            Append(LogKind.Started, "", []);
            Fold();
        }
    }

    /// <summary>Something that a board shows has changed.</summary>
    public event Action? Changed;

    /// <summary>The log.</summary>
    public Log Log { get; }

    /// <summary>Whether no other bridge has the log.</summary>
    public bool IsAlone { get; }

    /// <summary>Whether this bridge does what one of several has to do: tells terminals, sends notices, asks for what is missing.</summary>
    public bool Leads
    {
        get
        {
            lock (_gate)
            {
                return _leads;
            }
        }
    }

    /// <summary>The time that the bridge goes by.</summary>
    public TimeProvider Time => _time;

    /// <summary>Counts of what came in, for the metrics.</summary>
    public IngestCounts Counts { get; } = new();

    /// <summary>Connections that others have taken over, as the broker in this process sees them.</summary>
    public TakeOvers TakeOvers { get; } = new();

    /// <summary>What has thrown in a step.</summary>
    public StepFaults Faults { get; }

    /// <summary>Whether records can be stored.</summary>
    public StoreHealth StoreHealth { get; }

    /// <summary>Reads the folded state; everything that is stored is folded in it, and nothing changes it meanwhile.</summary>
    public T Read<T>(Func<DutyRoom, Chain, T> read)
    {
        lock (_gate)
        {
            if (_appended && !_disposed)
            {
                // A terminal may have been told that its record is stored before a step has judged it.
                Fold();
            }

            return read(_room, _chain);
        }
    }

    /// <summary>The place in the log up to which everything is folded.</summary>
    public long LastPosition
    {
        get
        {
            lock (_gate)
            {
                return _foldedTo;
            }
        }
    }

    /// <summary>
    /// This bridge leads from now on. What the one before had told the terminals it does not know, so it tells everything anew.
    /// </summary>
    /// <param name="wasLeaderless">Whether nobody has led for a while: then nobody knows who was connected meanwhile.</param>
    public void Lead(bool wasLeaderless)
    {
        lock (_gate)
        {
            if (wasLeaderless)
            {
                // Should this fail, the bridge does not lead yet, and tries again with the next renewal of its lease.
                Append(LogKind.Started, "", []);
            }

            _feed.Forget();
            _noticesDue = DateTimeOffset.MinValue;
            _leads = true;
        }
    }

    /// <summary>Another bridge leads from now on.</summary>
    public void Follow()
    {
        lock (_gate)
        {
            _leads = false;
        }
    }

    /// <summary>The broker may have lost what it kept: everything is told anew.</summary>
    public void TellAgain()
    {
        lock (_gate)
        {
            _feed.Forget();
            _noticesDue = DateTimeOffset.MinValue;
        }
    }

    /// <summary>Takes a publish of a client. <paramref name="done"/> is called when it is stored (true) or could not be (false).</summary>
    public Reception Receive(string client, string topic, byte[] payload, Action<bool>? done)
    {
        string own = Root + client + "/";
        if (!RecordBody.IsId(client) || !topic.StartsWith(own, StringComparison.Ordinal) || _terminals.Find(client) == null)
        {
            // Whatever broker stands between: nothing comes in under credentials that were taken away, or that were never given.
            return Reception.Close;
        }

        lock (_gate)
        {
            switch (topic[own.Length..])
            {
                case "event" when _chain.HasRetained && RecordBody.Read(payload) is { } again && string.Equals(again.Terminal, client, StringComparison.Ordinal) && _chain.IsRetained(client, again.Epoch, again.Seq):
                    // It was stored, proved and removed: what the house does not keep any more does not come back.
                    _acks.Stored(client, again.Epoch);
                    return Reception.Take;
                case "event":
                    RecordBody? body = OwnRecord(client, payload);
                    LogEntry entry = EventEntry(client, payload, body);
                    if (!_admission.Admits(entry, body, _chain, () => IsStored(entry), _time.GetUtcNow()))
                    {
                        Counts.Refused();
                        _history.Flooded(client, _time.GetUtcNow());
                        _noticesDue = DateTimeOffset.MinValue;
                        return Reception.Refuse;
                    }

                    if (body == null)
                    {
                        Counts.Quarantined();
                    }

                    _pending.Add((entry, done));
                    return Reception.Store;
                case "state" when LinkState.Is(payload) && !IsAlone:
                    // Every bridge is told; the one that leads writes it down.
                    _links[client] = payload;
                    _noticesDue = DateTimeOffset.MinValue;
                    return Reception.Take;
                case "state" when LinkState.Is(payload):
                    _pending.Add((Entry(LogKind.Link, client, payload), done));
                    return Reception.Store;
                case "health" when payload.Length <= MostBodyBytes && KeyOf(client) != null:
                    _health[client] = payload;
                    _freshHealth[client] = HealthNumbers.Read(payload) is { } health ? _chain.NewestProved(client, health.Epoch) : 0;
                    return Reception.Take;
                default:
                    return Reception.Take;
            }
        }
    }

    /// <summary>Whether something waits to be committed.</summary>
    public bool HasPending
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count > 0;
            }
        }
    }

    /// <summary>Stores everything that waits, in one transaction; only then its senders are told. False: storing failed and nothing was stored.</summary>
    public bool Commit()
    {
        (LogEntry Entry, Action<bool>? Done)[] batch;
        bool stored = true, shown;
        lock (_gate)
        {
            if (_pending.Count == 0)
            {
                return true;
            }

            batch = [.. _pending];
            _pending.Clear();
            try
            {
                long began = _time.GetTimestamp();
                long[] positions = Log.Append(batch.Select(item => item.Entry).ToArray());
                _appended = true;
                Counts.Committed(batch.Length, positions.Count(position => position == 0), _time.GetElapsedTime(began));
                foreach ((LogEntry entry, _) in batch.Where(item => item.Entry.Epoch.Length > 0))
                {
                    _acks.Stored(entry.Terminal, entry.Epoch);
                }

                shown = StoreHealth.Worked();
            }
            catch (Exception exception) when (Database.IsFault(exception))
            {
                // Nothing of the batch is on the disk: every sender keeps its record and sends it again.
                Counts.CommitFailed();
                stored = false;
                shown = StoreHealth.Failed(exception.Message);
            }
            catch
            {
                // Nobody has thought of it, but whoever waits for an answer must get one.
                Answer(batch, false);
                throw;
            }
        }

        if (shown)
        {
            Changed?.Invoke();
        }

        Answer(batch, stored);
        return stored;
    }

    private static void Answer((LogEntry Entry, Action<bool>? Done)[] batch, bool stored)
    {
        foreach ((LogEntry _, Action<bool>? done) in batch)
        {
            done?.Invoke(stored);
        }
    }

    /// <summary>What the bridge itself wanted to write could not be written; it is found to be due again.</summary>
    public void CouldNotStore(string reason)
    {
        Counts.CommitFailed();
        if (StoreHealth.Failed(reason))
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Where storing has failed and nothing has come since, finds out whether it works again: a transaction that changes nothing has to reach the disk all the same.</summary>
    public void TryStoring()
    {
        if (!StoreHealth.IsTrialDue)
        {
            return;
        }

        try
        {
            lock (_gate)
            {
                Log.Hold(() => 0);
            }

            if (StoreHealth.Worked())
            {
                Changed?.Invoke();
            }
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            CouldNotStore(exception.Message);
        }
    }

    /// <summary>Proves and folds what is new, tells what has to be told, and publishes what terminals must know. Returns when it is next due.</summary>
    public DateTimeOffset Step()
    {
        bool changed;
        DateTimeOffset next;
        lock (_gate)
        {
            if (_disposed)
            {
                return DateTimeOffset.MaxValue;
            }

            DateTimeOffset now = _time.GetUtcNow();
            next = now + FaultPause;
            Try("Looking for other hands in the database", () => LookForForeignWrites(now));

            // Most steps come from an acknowledgement that is due, or from health in which everything is as it was, and have nothing to fold.
            _appended |= Log.Database.IsShared;
            Fold();
            Try("Folding again what was removed or erased", FollowRemovals);
            Try("Doing what the command line asks for", () => DoErrands(now));
            bool news = _folded || now >= _noticesDue || TakeOvers.HasNews;
            Try("Looking at the health of terminals", () => news |= LookAtHealth(now));
            if (news && !_leads)
            {
                _noticesDue = DateTimeOffset.MaxValue;
            }
            else if (news)
            {
                _noticesDue = next;
                Try("Writing down who is connected", () => NoteLinks());
                Try("Moving the roster on", () => MoveRosterOn(now));
                Try("Sending notices", () => SendNotices(now));
                Try("Saying what stands before handovers", () => SendGates(now));
                Try("Telling terminals", () => _feed.Tell(_room, _foldedTo, now));
                Try("Looking for the next notice", () => _noticesDue = Earlier(_room.NoticesNext(now), _history.Next));
            }

            Try("Acknowledging", () => next = SendAcks(now));
            next = Earlier(next, _noticesDue);
            changed = _folded;
            _folded = false;
        }

        if (changed)
        {
            Changed?.Invoke();
        }

        return next;
    }

    /// <summary>Appends an entry of the bridge's own.</summary>
    public long Append(LogKind kind, string terminal, byte[] body)
    {
        lock (_gate)
        {
            _appended = true;
            return Log.Append([Entry(kind, terminal, body)])[0];
        }
    }

    /// <summary>
    /// Decides what somebody asks for at a post, by what is folded and at this moment, and appends what it comes to. Returns why it is refused; empty: it is
    /// not.
    /// </summary>
    public string Ask(string post, Func<DutyRoom, DateTimeOffset, Answer> decide)
    {
        lock (_gate)
        {
            string refusal = "";
            Decide(() =>
            {
                Answer answer = decide(_room, _time.GetUtcNow());
                refusal = answer.Refusal;
                return answer.Bodies.Select(body => Entry(answer.Kind, post, body));
            });
            return refusal;
        }
    }

    /// <summary>
    /// Takes the records of a span of time, by when the bridge had them, out of the house, in the order of the log. That somebody did stands in the log before the
    /// first of them is given out. Whoever asks must be known to have the permission.
    /// </summary>
    /// <param name="by">Who.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment behind it.</param>
    public IEnumerable<LogEntry> Export(string by, DateTimeOffset from, DateTimeOffset to)
    {
        long last = Read((_, _) => _foldedTo);
        int count = RecordsOf(from, to, last).Count();
        lock (_gate)
        {
            Decide(() => [Entry(LogKind.Export, "", JsonSerializer.SerializeToUtf8Bytes(new ExportAct(by, from, to, count)))]);
        }

        return RecordsOf(from, to, last);
    }

    /// <summary>Somebody takes note of everything of a topic that was sent until now.</summary>
    public void Acknowledge(string topic, string staff) => Append(LogKind.Acknowledged, "", new Acknowledgement(topic, staff).ToBody());

    /// <summary>Puts a roster in force, unless it is in force already.</summary>
    public void SetRoster(RosterDocument document)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(document);
        lock (_gate)
        {
            Decide(() => _room.RosterPosition == 0 || !JsonSerializer.SerializeToUtf8Bytes(_room.Roster.Document).AsSpan().SequenceEqual(body) ? [Entry(LogKind.Roster, "", body)] : []);
        }
    }

    /// <summary>Changes the roster in force as it is at that moment, whichever bridge has put it there; null: it stays.</summary>
    /// <exception cref="RosterException">What it would be cannot be used, and the old one stays.</exception>
    public void ChangeRoster(Func<RosterDocument, RosterDocument?> change)
    {
        lock (_gate)
        {
            Decide(() =>
            {
                if (change(_room.Roster.Document) is not { } changed)
                {
                    return [];
                }

                RosterModel.Of(changed);
                return [Entry(LogKind.Roster, "", JsonSerializer.SerializeToUtf8Bytes(changed))];
            });
        }
    }

    /// <summary>Allows an unscheduled handover at a post, in the name of a supervisor.</summary>
    public void Release(string terminal, string staff) => Send(terminal, TerminalCommand.Release(staff));

    /// <summary>Has a terminal do something; returns the number of the command, by which its health tells that it was taken. One that is not connected never learns of it.</summary>
    /// <exception cref="ArgumentException">There is no such terminal.</exception>
    public long Send(string terminal, TerminalCommand command)
    {
        lock (_gate)
        {
            HealthNumbers? health = KeyOf(terminal) is { } key && _health.TryGetValue(terminal, out byte[]? payload) ? HealthNumbers.Read(SignedMessage.Topic(terminal, "health"), payload, key) : null;
            return Command(terminal, command.Members, health is { IsSigned: true } ? health.Command : 0);
        }
    }

    // A command's number is its place in the log, or more where the terminal has seen more: after a restored backup places are given again.
    private long Command(string terminal, string body, long seen)
    {
        TerminalEntry entry = _terminals.Find(terminal) ?? throw new ArgumentException($"There is no terminal {terminal}.", nameof(terminal));
        long version = Math.Max(Append(LogKind.Command, terminal, Encoding.UTF8.GetBytes("{" + body + "}")), seen + 1);
        string topic = SignedMessage.Topic(terminal, "command");
        _out.Publish(topic, SignedMessage.Sign(topic, string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version},{body}"), entry.KeyBytes()), false);
        return version;
    }

    /// <summary>Where the history of a terminal is broken, as proved from the bytes in the store; none: it is complete as far as it is stored.</summary>
    public IReadOnlyList<HistoryBreak> VerifyHistory(string terminal)
    {
        IReadOnlyList<HistoryBreak> breaks;
        lock (_gate)
        {
            if (Log.TakeForeignWrite())
            {
                Rebuild();
            }

            Fold();
            breaks = _chain.BreaksOf(terminal);
        }

        Changed?.Invoke();
        return breaks;
    }

    /// <summary>
    /// Removes what is older than so many days and may go (<see cref="Retention"/>); returns how many entries that were. It may take long, and the bridge goes on
    /// meanwhile; at its end everything is folded again.
    /// </summary>
    public int RemoveOld(int days)
    {
        int removed = Retention.Run(Log, _terminals, days, _time.GetUtcNow());
        if (removed > 0)
        {
            lock (_gate)
            {
                _appended = true;
                Fold();
                FollowRemovals();
            }
        }

        return removed;
    }

    /// <summary>The newest health of a terminal, as it came; null: none.</summary>
    public byte[]? HealthOf(string terminal)
    {
        lock (_gate)
        {
            return _health.GetValueOrDefault(terminal);
        }
    }

    /// <summary>Proves the whole history again, from the first record on.</summary>
    public void Rebuild()
    {
        lock (_gate)
        {
            _history.Restart();
            _admission.FoldedAnew();
            BeginFold();
            FoldAll();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Log.Dispose();
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private IEnumerable<LogEntry> RecordsOf(DateTimeOffset from, DateTimeOffset to, long last)
    {
        long after = 0;
        while (after < last)
        {
            List<LogEntry> page = Log.ReadRecords(null, after, FoldBatch);
            foreach (LogEntry entry in page.Where(entry => entry.Kind == LogKind.Record && entry.Position <= last && entry.ReceivedAt >= from && entry.ReceivedAt < to))
            {
                yield return entry;
            }

            after = page.Count == 0 ? last : page[^1].Position;
        }
    }

    private byte[]? KeyOf(string terminal) => _terminals.Find(terminal)?.KeyBytes();

    private LogEntry Entry(LogKind kind, string terminal, byte[] body) => new(0, kind, terminal, "", 0, body, _time.GetUtcNow());

    private static RecordBody? OwnRecord(string client, byte[] payload) => RecordBody.Read(payload) is { } body && string.Equals(body.Terminal, client, StringComparison.Ordinal) ? body : null;

    private LogEntry EventEntry(string client, byte[] payload, RecordBody? body)
    {
        if (body == null)
        {
            byte[] kept = payload.Length <= MostBodyBytes ? payload : payload[..MostBodyBytes];
            RecordClaim? claim = RecordClaim.Read(kept, client);
            return new LogEntry(0, LogKind.Quarantined, client, claim?.Epoch ?? "", claim?.Seq ?? 0, kept, _time.GetUtcNow());
        }

        return new LogEntry(0, LogKind.Record, client, body.Epoch, body.Seq, payload, _time.GetUtcNow());
    }

    // A store that cannot be read says nothing of it; then nothing could be stored either, and the record comes again.
    private bool IsStored(LogEntry entry)
    {
        try
        {
            return Log.Find(entry.Terminal, entry.Epoch, entry.Seq) is { } stored && stored.Body.AsSpan().SequenceEqual(entry.Body);
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            return false;
        }
    }

    private void FoldAll()
    {
        _appended = true;
        Fold();
        _fold.MissingAtEnd(Log.MissingAtEnd());
    }

    [MemberNotNull(nameof(_fold), nameof(_chain), nameof(_room))]
    private void BeginFold()
    {
        _fold = new LogFold(Log, _terminals, _history, Faults.Note);
        _chain = _fold.Chain;
        _room = _fold.Room;
        _foldedTo = 0;
    }

    private void FollowRemovals()
    {
        if (_fold.IsOutdated)
        {
            Rebuild();
        }
    }

    // What a bridge decides, it decides on everything that stands in the log, while no other bridge can append to it: two bridges thus never send the same notice,
    // nor approve the same swap. What was decided holds at once: the next decision is made with it.
    private void Decide(Func<IEnumerable<LogEntry>> decide)
    {
        Log.Hold(() =>
        {
            _appended |= Log.Database.IsShared;
            Fold();
            LogEntry[] entries = decide().ToArray();
            if (entries.Length > 0)
            {
                _appended = true;
                Log.Append(entries);
            }

            return 0;
        });
        Fold();
    }

    // Nobody else appends: what another process writes is found by LookForForeignWrites, and proved from the first entry on.
    private void Fold()
    {
        while (_appended)
        {
            List<LogEntry> entries = Log.Read(_foldedTo, FoldBatch);
            _folded |= entries.Count > 0;
            try
            {
                _fold.Take(entries);
            }
            finally
            {
                // Whatever an entry throws that nobody has thought of, those before it are folded once.
                _foldedTo = _fold.Position;
            }

            _appended = entries.Count == FoldBatch;
        }

        _admission.Judged(_chain, _pending.Select(item => item.Entry), _time.GetUtcNow());
    }

    // What another process asks for stands in the database: this one alone speaks to terminals, and knows what is folded.
    private void DoErrands(DateTimeOffset now)
    {
        if (!_leads || now < _errandLook)
        {
            return;
        }

        _errandLook = now + ErrandLook;
        foreach (Errand errand in _errands.Open())
        {
            _errands.Answer(errand, Do(errand));
        }

        if (now >= _projectionDue)
        {
            _projectionDue = now + ProjectionPause;
            Projection.Of(_fold).Keep(Log.Database);
        }
    }

    private string Do(Errand errand)
    {
        switch (errand.What)
        {
            case Errand.Rebuild:
                Rebuild();
                Projection.Of(_fold).Keep(Log.Database);
                return string.Create(CultureInfo.InvariantCulture, $"Everything was folded again, up to position {_foldedTo}.");
            case Errand.Replay when _terminals.Find(errand.Terminal) is { } terminal:
                string epoch = errand.Epoch.Length > 0 ? errand.Epoch : _room.TerminalOf(terminal.Id)?.Epoch ?? "";
                if (!RecordBody.IsEpoch(epoch) || errand.Seq is < 1 or > uint.MaxValue)
                {
                    return $"{terminal.Id} has no such journal: name one of those that 'host-bridge verify' lists.";
                }

                long number = Send(terminal.Id, TerminalCommand.Replay(epoch, errand.Seq));
                string state = _room.TerminalOf(terminal.Id)?.State ?? "never";
                return string.Create(CultureInfo.InvariantCulture, $"{terminal.Id} was told to send the records of journal {epoch} again from number {errand.Seq} on (command {number}); it is {state}.");
            case Errand.Replay:
                return $"There is no terminal '{errand.Terminal}' whose credentials hold.";
            default:
                return $"This bridge does not know how to '{errand.What}': it is older than the program that asks.";
        }
    }

    private void Try(string part, Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (!Database.IsFault(exception))
        {
            // A disk that is full is the caller's matter; with anything else the other parts of the step must go on.
            Faults.Note(part, exception);
        }
    }

    // Somebody with an editor for databases may have changed what was proved: everything is proved anew.
    private void LookForForeignWrites(DateTimeOffset now)
    {
        if (now < _foreignLook)
        {
            return;
        }

        _foreignLook = now + ForeignLook;
        if (Log.TakeForeignWrite())
        {
            Rebuild();
        }
    }

    private void MoveRosterOn(DateTimeOffset now)
    {
        if (_room.RosterPosition > 0 && !(now < _room.RosterWindow + RosterStride))
        {
            Decide(() => now < _room.RosterWindow + RosterStride ? [] : [Entry(LogKind.RosterWindow, "", Encoding.UTF8.GetBytes(now.ToString("O", CultureInfo.InvariantCulture)))]);
        }
    }

    private void SendNotices(DateTimeOffset now)
    {
        if (_history.Look(_chain, _room, now))
        {
            Counts.Judged(_chain);
        }

        TakeOvers.Collect(_terminals, _room.Notices);
        if (_room.NoticesDue(now).Count > 0)
        {
            Decide(() => _room.NoticesDue(now).Select(notice => Entry(LogKind.Notice, notice.Terminal, JsonSerializer.SerializeToUtf8Bytes(notice))));
        }
    }

    private void SendGates(DateTimeOffset now)
    {
        if (Due().Count > 0)
        {
            Decide(() => Due().Select(gate => Entry(LogKind.Gate, gate.Post, JsonSerializer.SerializeToUtf8Bytes(gate.Gate))));
        }

        IReadOnlyList<(string Post, LoggedGate Gate)> Due()
        {
            return _room.GatesDue(now, post => _room.TerminalsOf(_room.PostOf(post)).Select(terminal => _gatesSeen.GetValueOrDefault(terminal.Id)).DefaultIfEmpty().Max());
        }
    }

    // What the house's broker says of connections is written down where the log says otherwise. An old session's end changes nothing.
    private void NoteLinks()
    {
        if (Due().Any())
        {
            Decide(Due);
        }

        IEnumerable<LogEntry> Due()
        {
            foreach ((string terminal, byte[] payload) in _links)
            {
                if (_room.TerminalOf(terminal) is { } known && LinkState.Read(payload) is { } link && known.State is not "revoked"
                    && (link.IsOnline ? known.State is not "online" || known.Session != link.Session : known.State is not "lost" && link.Session >= known.Session))
                {
                    yield return Entry(LogKind.Link, terminal, payload);
                }
            }
        }
    }

    // True when it says something that anybody has to be told of.
    private bool LookAtHealth(DateTimeOffset now)
    {
        KeyValuePair<string, long>[] fresh = [.. _freshHealth];
        _freshHealth.Clear();
        bool news = false;
        foreach ((string terminal, long provedBefore) in fresh.Where(_ => _leads))
        {
            if (KeyOf(terminal) is { } key && HealthNumbers.Read(SignedMessage.Topic(terminal, "health"), _health[terminal], key) is { } health)
            {
                if (health.Newest < provedBefore)
                {
                    // It has written more than it knows of: its flash was put back, and it will give the same numbers to other records.
                    news = true;
                    _history.PutBack(terminal, health.Epoch, health.Newest + 1);
                }

                if (health.IsSigned)
                {
                    news |= _feed.Raise(terminal, health.Versions);

                    // What is left above it serves a house for centuries; who claims more can at most have his own terminal heed nothing more.
                    long gate = Math.Min(health.Versions["gate"], HighestGate);
                    news |= _gatesSeen.GetValueOrDefault(terminal) != gate;
                    _gatesSeen[terminal] = gate;
                }

                news |= LookAtHealth(terminal, health, now);
            }
        }

        return news;
    }

    // A terminal that counts as acknowledged what is not here: the bridge was restored from an old backup, or the file was cut.
    private bool LookAtHealth(string terminal, HealthNumbers health, DateTimeOffset now)
    {
        long stored = _chain.StoredUpTo(terminal, health.Epoch);
        if (health.Newest - health.Waiting <= stored)
        {
            bool same = health.Newest != stored || health.Mac.Length == 0 || _chain.MacOfStored(terminal, health.Epoch) is not { } mac
                || string.Equals(health.Mac, Convert.ToHexStringLower(mac), StringComparison.Ordinal);
            if (!same)
            {
                _history.Differs(terminal, health.Epoch, stored);
            }

            return !same;
        }

        bool asked = _asked.TryGetValue(terminal, out (string Epoch, long Stored, DateTimeOffset At, DateTimeOffset First, long Command) last)
            && last.Stored == stored && string.Equals(last.Epoch, health.Epoch, StringComparison.Ordinal);
        if (asked)
        {
            _history.Lacks(terminal, health.Epoch, stored + 1);
        }

        // What is missing in front of a stored record comes, is declared lost, or is gone: its terminal counts it as acknowledged, has taken the
        // order to send it again, and after so long it is still not here. Then nobody has it, and waiting longer would bar everything behind it for
        // ever, from the fold and from the acknowledgement without which the journal fills up. The gap stays told. Until a terminal has said so,
        // however long it is silent, the gap is not passed over: it may be the only one who has the record. The decision is an entry of the log, as
        // health is not, so that folding everything again passes the gap at the same place.
        long gapEnd = _chain.GapEnd(terminal, health.Epoch);
        if (health.IsSigned && asked && gapEnd > 0 && gapEnd <= health.Newest - health.Waiting && health.Command >= last.Command && now >= last.First + AskPause)
        {
            Decide(() => [new LogEntry(0, LogKind.PassedOver, terminal, health.Epoch, gapEnd, [], now)]);
            return true;
        }

        if (!asked || now >= last.At + AskPause)
        {
            long command = Command(terminal, TerminalCommand.Replay(health.Epoch, stored + 1).Members, health.IsSigned ? health.Command : 0);
            _asked[terminal] = (health.Epoch, stored, now, asked ? last.First : now, asked ? last.Command : command);
        }

        return true;
    }

    private DateTimeOffset SendAcks(DateTimeOffset now)
    {
        foreach ((string terminal, string epoch, long upTo) in _acks.TakeDue(_chain, now))
        {
            if (KeyOf(terminal) is { } key)
            {
                string topic = SignedMessage.Topic(terminal, "ack");
                _out.Publish(topic, SignedMessage.Sign(topic, string.Create(CultureInfo.InvariantCulture, $"{{\"epoch\":\"{epoch}\",\"seq\":{upTo}"), key), false);
            }
        }

        return _acks.Next;
    }
}
