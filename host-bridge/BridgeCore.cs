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
using DutyKiosk.HostBridge.Firmware;
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

    /// <summary>It proves nothing, or says that the terminal is there or gone, and too much of that kind came from its terminal: the connection is to be closed.</summary>
    Refuse,
}

/// <summary>
/// The bridge without sockets and threads: it takes what terminals publish, stores it in group commits, proves and folds it, and says what
/// terminals have to know. Every step is synchronous, and time comes from one provider.
/// </summary>
public sealed class BridgeCore : IDisposable
{
    private const string Root = "dutykiosk/v1/";
    private const int MostBodyBytes = 4096;
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RosterStride = TimeSpan.FromDays(1);

    // The first look of a large house tells every terminal everything, and takes seconds: who is in must not rest for minutes behind that.
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);

    // For what is folded and all that hangs on it. What waits at the door has locks of its own: the one of its commits is taken before this one, the other one behind it.
    private readonly System.Threading.Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly IMessageOut _out;
    private readonly TerminalRegister _terminals;
    private readonly FoldedLog _log;
    private readonly Intake _intake;
    private readonly Acknowledgements _acks = new();
    private readonly TerminalFeed _feed;
    private readonly FirmwareFeed _firmware;
    private readonly TerminalCommands _commands;
    private readonly TerminalHealth _health;
    private readonly ErrandDesk _errands;
    // What the house's broker keeps of each terminal's connection.
    private readonly Dictionary<string, byte[]> _links = new(StringComparer.Ordinal);
    private DateTimeOffset _noticesDue = DateTimeOffset.MinValue;
    private long _dutiesEnded;
    private TimeSpan _dutiesRest;
    private bool _hasNews;
    private bool _disposed;
    private bool _leads = true;

    /// <summary>
    /// A bridge over a log. It folds all of it before it returns, and takes nobody for connected: a broker that has just started knows no terminal,
    /// and one that died meanwhile would be shown as alive for ever.
    /// </summary>
    /// <param name="isAlone">False: other bridges have the same log and the same outside broker, and this one leads only when it is told so.</param>
    /// <param name="snapshot">Where what was folded before is kept; null: nowhere, and everything is folded.</param>
    public BridgeCore(Log log, TerminalRegister terminals, TimeProvider time, IMessageOut messages, bool isAlone = true, ILogger? events = null, FoldSnapshot? snapshot = null)
    {
        IsAlone = isAlone;
        _leads = isAlone;
        Faults = new StepFaults(events ?? LineLog.Plain);
        StoreHealth = new StoreHealth(events ?? LineLog.Plain, time);
        BrokerHealth = new BrokerHealth(events ?? LineLog.Plain, time, () => Changed?.Invoke());
        _terminals = terminals;
        _time = time;
        _out = messages;
        _log = new FoldedLog(log, terminals, Faults, snapshot == null ? null : history => snapshot.Load(log, terminals, history, Faults.Note));
        _intake = new Intake(_log, time, Counts, StoreHealth);
        _feed = new TerminalFeed(terminals, messages);
        _firmware = new FirmwareFeed(new FirmwareStore(log.Database), terminals, _feed, messages);
        _commands = new TerminalCommands(_log, terminals, messages, time);
        _health = new TerminalHealth(_log, terminals, _feed, _commands);
        _errands = new ErrandDesk(_log, terminals, _commands, _health, time);
        if (isAlone)
        {
            Append(LogKind.Started, "", []);
            _log.Fold();
        }
    }

    /// <summary>Something that a board shows has changed.</summary>
    public event Action? Changed;

    /// <summary>All whose records a commit held were told what has become of them, by the thread that commits.</summary>
    public event Action? Answered;

    /// <summary>The log.</summary>
    public Log Log => _log.Log;

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

    /// <summary>
    /// For how many times as long as it took does what goes through the whole house, notices and what terminals are told, rest before it is done again, where records come in without a pause; 0, as where
    /// time is simulated: it is done in every step that has news. It rests for five seconds at most.
    /// </summary>
    public int RestAfterDuties { get; init; }

    /// <summary>Connections that others have taken over, as the broker in this process sees them.</summary>
    public TakeOvers TakeOvers { get; } = new();

    /// <summary>What has thrown in a step.</summary>
    public StepFaults Faults { get; }

    /// <summary>Whether records can be stored.</summary>
    public StoreHealth StoreHealth { get; }

    /// <summary>Whether terminals can be reached through the broker; the one in this process always is.</summary>
    public BrokerHealth BrokerHealth { get; }

    /// <summary>Reads the folded state; everything that is stored is folded in it, and nothing changes it meanwhile.</summary>
    public T Read<T>(Func<DutyRoom, Chain, T> read)
    {
        lock (_gate)
        {
            if (_log.IsBehind && !_disposed)
            {
                // A terminal may have been told that its record is stored before a step has judged it.
                _log.Fold();
                Judged();
            }

            return read(_log.Room, _log.Chain);
        }
    }

    /// <summary>The place in the log up to which everything is folded.</summary>
    public long LastPosition
    {
        get
        {
            lock (_gate)
            {
                return _log.Position;
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
            _firmware.Forget();
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
            _firmware.Forget();
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

        switch (topic[own.Length..])
        {
            case "event":
                return ReceiveRecord(client, payload, done);
            case "state" when LinkState.Is(payload) && !IsAlone:
                lock (_gate)
                {
                    // Every bridge is told; the one that leads writes it down.
                    _links[client] = payload;
                    _noticesDue = DateTimeOffset.MinValue;
                }

                return Reception.Take;
            case "state" when LinkState.Is(payload):
                return _intake.TakeState(Entry(LogKind.Link, client, payload), done) ? Reception.Store : Reception.Refuse;
            case "health" when payload.Length <= MostBodyBytes && KeyOf(client) != null:
                _health.Take(client, payload, _time.GetUtcNow());
                return Reception.Take;
            default:
                return Reception.Take;
        }
    }

    /// <summary>Whether something waits to be committed.</summary>
    public bool HasPending => _intake.HasPending;

    /// <summary>Whether a terminal is still to be told how far its records are stored.</summary>
    public bool OwesAcknowledgement => _intake.OwesAcknowledgement;

    /// <summary>
    /// Stores everything that waits, in one transaction; only then its senders are told. False: storing failed and nothing was stored. It waits for no fold: who folds meanwhile goes on with what is stored
    /// already.
    /// </summary>
    public bool Commit()
    {
        try
        {
            bool stored = _intake.Commit(out bool isNews);
            if (isNews)
            {
                Changed?.Invoke();
            }

            return stored;
        }
        finally
        {
            Answered?.Invoke();
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
            Try("Looking for other hands in the database", () => _log.LookForForeignWrites(now));

            _intake.HandOver(_acks);

            // Most steps come from an acknowledgement that is due, or from health in which everything is as it was, and have nothing to fold.
            _log.Follow(now);
            Try("Folding again what was removed or erased", _log.FollowRemovals);
            Judged();
            if (_leads)
            {
                Try("Doing what the command line asks for", () => _errands.Step(now));
            }

            changed = _log.TakeNews();
            _hasNews |= changed || now >= _noticesDue || TakeOvers.HasNews;
            Try("Looking at the health of terminals", () => _hasNews |= _health.Look(_leads, now));
            if (_hasNews && !_leads)
            {
                _hasNews = false;
                _noticesDue = DateTimeOffset.MaxValue;
            }
            else if (_hasNews && (_dutiesRest == TimeSpan.Zero || _time.GetElapsedTime(_dutiesEnded) >= _dutiesRest))
            {
                _hasNews = false;
                _noticesDue = next;
                long began = _time.GetTimestamp();
                Try("Writing down who is connected", () => NoteLinks());
                Try("Moving the roster on", () => MoveRosterOn(now));
                Try("Sending notices", () => SendNotices(now));
                Try("Saying what stands before handovers", () => SendGates(now));
                Try("Telling terminals", () => _hasNews |= !_feed.Tell(_log.Room, _log.Position, now));
                Try("Offering firmware", () => _hasNews |= !_firmware.Tell(_log.Room));
                Try("Looking for the next notice", () => _noticesDue = Earlier(Earlier(Earlier(_log.Room.NoticesNext(now), _log.History.Next), _log.Room.Roster.BadgeEndAfter(now) ?? DateTimeOffset.MaxValue), _feed.Next));

                _dutiesEnded = _time.GetTimestamp();
                TimeSpan rest = RestAfterDuties * _time.GetElapsedTime(began, _dutiesEnded);
                _dutiesRest = rest < LongestRest ? rest : LongestRest;
                changed |= _log.TakeNews();
            }

            Try("Acknowledging", () => next = SendAcks(now));
            next = Earlier(next, _hasNews ? now + _dutiesRest : _noticesDue);
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
            return _log.Append([Entry(kind, terminal, body)])[0];
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
            _log.Decide(() =>
            {
                Answer answer = decide(_log.Room, _time.GetUtcNow());
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
        long last = Read((_, _) => _log.Position);
        NoteExport(new ExportAct(by, from, to, Log.CountRecords(from, to, last)));
        return RecordExport.Of(Log, from, to, last);
    }

    /// <summary>Somebody takes records out of the house: it stands in the log before the first of them is given out.</summary>
    public void NoteExport(ExportAct act)
    {
        // What is given out says what was proved.
        ProveAll();
        lock (_gate)
        {
            _log.Decide(() => [Entry(LogKind.Export, "", JsonSerializer.SerializeToUtf8Bytes(act))]);
        }
    }

    /// <summary>Somebody takes note of everything of a topic that was sent until now.</summary>
    public void Acknowledge(string topic, string staff) => Append(LogKind.Acknowledged, "", new Acknowledgement(topic, staff).ToBody());

    /// <summary>Looks whether a roster gives a badge to two people, which only the site keys tell.</summary>
    /// <exception cref="RosterException">It does.</exception>
    public void CheckBadges(RosterDocument document)
    {
        IEnumerable<string> keys = _terminals.Terminals.Select(terminal => Convert.ToHexString(_terminals.SiteKeyOf(terminal))).Append(_terminals.SiteKey);
        Badge.CheckOwners(document, keys.Where(key => key.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Select(Convert.FromHexString));
    }

    /// <summary>Which version of the roster a terminal holds, as it has last said in a record or under its signature, 0: it has not; and the one by which it knows the roster as it is now.</summary>
    public (long Held, long Current) RosterAt(string terminal)
    {
        lock (_gate)
        {
            // Not the one that it was told last: what was changed a moment ago no terminal was told yet.
            return (Math.Max(_log.Room.TerminalOf(terminal)?.RosterHeld ?? 0, _health.RosterSeen(terminal)), _feed.RosterVersionOf(_log.Room, terminal));
        }
    }

    /// <summary>Puts a roster in force, unless it is in force already.</summary>
    public void SetRoster(RosterDocument document)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(document);
        lock (_gate)
        {
            _log.Decide(() => _log.Room.RosterPosition == 0 || !JsonSerializer.SerializeToUtf8Bytes(_log.Room.Roster.Document).AsSpan().SequenceEqual(body) ? [Entry(LogKind.Roster, "", body)] : []);
        }
    }

    /// <summary>Changes the roster in force as it is at that moment, whichever bridge has put it there; null: it stays.</summary>
    /// <exception cref="RosterException">What it would be cannot be used, and the old one stays.</exception>
    public void ChangeRoster(Func<RosterDocument, RosterDocument?> change)
    {
        lock (_gate)
        {
            _log.Decide(() =>
            {
                if (change(_log.Room.Roster.Document) is not { } changed)
                {
                    return [];
                }

                RosterModel.Of(changed);
                CheckBadges(changed);
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
            return _commands.Send(terminal, command, _health.CommandSeen(terminal));
        }
    }

    /// <summary>Whether everything that is folded was proved from the first entry on since this start; what came from a snapshot is proved again behind the scenes.</summary>
    public bool IsProved
    {
        get
        {
            lock (_gate)
            {
                return _log.Proof == null;
            }
        }
    }

    /// <summary>The place of the newest entry about something removed or changed that the fold knows of.</summary>
    public long FoldChangedAt
    {
        get
        {
            lock (_gate)
            {
                return _log.ChangedAt;
            }
        }
    }

    /// <summary>Goes on proving what came from a snapshot by some entries; returns whether there is more. It holds nobody up, but is not to be called by the thread that takes records.</summary>
    public bool ProveOn()
    {
        HistoryProof? proof;
        long last;
        lock (_gate)
        {
            (proof, last) = (_log.Proof, _log.Position);
        }

        if (proof == null || proof.GoOn(last))
        {
            return proof != null;
        }

        lock (_gate)
        {
            if (_disposed)
            {
                return false;
            }

            // What another hand has done while the bridge was stopped is told with the next step.
            _log.TakeOver(proof);
            _noticesDue = DateTimeOffset.MinValue;
            Judged();
        }

        Changed?.Invoke();
        return false;
    }

    /// <summary>Sees that everything is proved, for whoever is about to say so to others: for that it is worth waiting.</summary>
    public void ProveAll()
    {
        while (ProveOn())
        {
            // Some entries at a time; nobody else waits.
        }
    }

    /// <summary>Writes what is folded, to be kept, behind the entry at its place; null: it is not proved from the first entry on, or has not come as far as is wanted, and nothing was written.</summary>
    /// <param name="least">The place in the log that it must have come to.</param>
    /// <param name="begin">Begins what takes the parts of it, if it is to be written.</param>
    public SavedFold? SaveFold(long least, Func<Action<ReadOnlySpan<byte>>> begin)
    {
        lock (_gate)
        {
            if (_log.IsBehind && !_disposed)
            {
                _log.Fold();
                Judged();
            }

            if (_disposed || _log.Proof != null || _log.IsOutdated || _log.Position < least || Log.ReadAt([_log.Position]) is not [{ IsAltered: false } last])
            {
                return null;
            }

            var writer = new StateWriter(begin());
            last.Save(writer);
            _log.Save(writer);
            writer.Flush();
            return new SavedFold(_log.Position, _log.ChangedAt);
        }
    }

    /// <summary>Where the history of a terminal is broken, as proved from the bytes in the store; none: it is complete as far as it is stored.</summary>
    public IReadOnlyList<HistoryBreak> VerifyHistory(string terminal)
    {
        IReadOnlyList<HistoryBreak> breaks;
        ProveAll();
        lock (_gate)
        {
            if (Log.TakeForeignWrite())
            {
                _log.Rebuild();
            }

            _log.Fold();
            breaks = _log.Chain.BreaksOf(terminal);
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
                _log.FoldRemovals();
            }
        }

        return removed;
    }

    /// <summary>The newest health of a terminal, as it came; null: none.</summary>
    public byte[]? HealthOf(string terminal)
    {
        lock (_gate)
        {
            return _health.Of(terminal);
        }
    }

    /// <summary>What is known of a terminal beside what is folded: how it says that it is, and what it was told. It is asked for within <see cref="Read"/>, or by itself.</summary>
    public TerminalSeen SeenOf(string terminal)
    {
        lock (_gate)
        {
            return new TerminalSeen(HealthReading.Read(_health.Of(terminal)), _health.HeardAt(terminal), _feed.ToldOf(terminal, "roster"), _feed.ToldOf(terminal, "policy"), _health.CommandSeen(terminal));
        }
    }

    /// <summary>The number by which a terminal knows the command whose entry has a place in the log.</summary>
    public long CommandNumber(long position)
    {
        lock (_gate)
        {
            return _commands.NumberOf(position);
        }
    }

    /// <summary>How terminals were in the five minutes that are over, once each.</summary>
    public IReadOnlyList<HealthSample> TakeHealthSamples()
    {
        lock (_gate)
        {
            return _health.Sampler.TakeEnded(_time.GetUtcNow());
        }
    }

    /// <summary>Takes samples back that could not be kept.</summary>
    public void PutBackHealthSamples(IReadOnlyList<HealthSample> samples)
    {
        lock (_gate)
        {
            _health.Sampler.PutBack(samples);
        }
    }

    /// <summary>How often everything that comes of the log was not to be trusted any more, as another hand had written to it or somebody asked for it.</summary>
    public long Rebuilds
    {
        get
        {
            lock (_gate)
            {
                return _log.Rebuilds;
            }
        }
    }

    /// <summary>Proves the whole history again, from the first record on.</summary>
    public void Rebuild()
    {
        lock (_gate)
        {
            _log.Rebuild();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _intake.Close(() =>
        {
            lock (_gate)
            {
                _disposed = true;
                Log.Dispose();
            }
        });
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

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

    private void Judged() => _intake.Judged(_log.Chain);

    private Reception ReceiveRecord(string client, byte[] payload, Action<bool>? done)
    {
        RecordBody? body = OwnRecord(client, payload);
        LogEntry entry = EventEntry(client, payload, body);
        if (_intake.TakeAtOnce(entry, body, done))
        {
            return Reception.Store;
        }

        lock (_gate)
        {
            if (!_intake.Take(entry, body, _log.Chain, done))
            {
                Counts.Refused();
                _log.History.Flooded(client, _time.GetUtcNow());
                _noticesDue = DateTimeOffset.MinValue;
                return Reception.Refuse;
            }
        }

        if (body == null)
        {
            Counts.Quarantined();
        }

        return Reception.Store;
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

    // Where days have gone by, or a badge that was lent has come to its end since: the terminals hold a roster as it was at the moment of its window.
    private void MoveRosterOn(DateTimeOffset now)
    {
        bool IsCurrent() => _log.Room.RosterWindow is { } window && now < window + RosterStride && !(_log.Room.Roster.BadgeEndAfter(window) <= now);
        if (_log.Room.RosterPosition > 0 && !IsCurrent())
        {
            _log.Decide(() => IsCurrent() ? [] : [Entry(LogKind.RosterWindow, "", Encoding.UTF8.GetBytes(now.ToString("O", CultureInfo.InvariantCulture)))]);
        }
    }

    private void SendNotices(DateTimeOffset now)
    {
        if (_log.History.Look(_log.Chain, _log.Room, now))
        {
            Counts.Judged(_log.Chain);
        }

        TakeOvers.Collect(_terminals, _log.Room.Notices);
        if (_log.Room.NoticesDue(now).Count > 0)
        {
            _log.Decide(() => _log.Room.NoticesDue(now).Select(notice => Entry(LogKind.Notice, notice.Terminal, JsonSerializer.SerializeToUtf8Bytes(notice))));
        }
    }

    private void SendGates(DateTimeOffset now)
    {
        if (Due().Count > 0)
        {
            _log.Decide(() => Due().Select(gate => Entry(LogKind.Gate, gate.Post, JsonSerializer.SerializeToUtf8Bytes(gate.Gate))));
        }

        IReadOnlyList<(string Post, LoggedGate Gate)> Due()
        {
            return _log.Room.GatesDue(now, _health.GateSeen);
        }
    }

    // What the house's broker says of connections is written down where the log says otherwise. An old session's end changes nothing.
    private void NoteLinks()
    {
        if (Due().Any())
        {
            _log.Decide(Due);
        }

        IEnumerable<LogEntry> Due()
        {
            foreach ((string terminal, byte[] payload) in _links)
            {
                if (_log.Room.TerminalOf(terminal) is { } known && LinkState.Read(payload) is { } link && known.State is not "revoked"
                    && (link.IsOnline ? known.State is not "online" || known.Session != link.Session : known.State is not "lost" && link.Session >= known.Session))
                {
                    yield return Entry(LogKind.Link, terminal, payload);
                }
            }
        }
    }

    private DateTimeOffset SendAcks(DateTimeOffset now)
    {
        foreach ((string terminal, string epoch, long upTo) in _acks.TakeDue(_log.Chain, now))
        {
            if (KeyOf(terminal) is { } key)
            {
                string topic = SignedMessage.Topic(terminal, "ack");
                _out.Publish(topic, SignedMessage.Sign(topic, string.Create(CultureInfo.InvariantCulture, $"{{\"epoch\":\"{epoch}\",\"seq\":{upTo}"), key), false);
            }
        }

        _intake.Acknowledged(_acks.Next < DateTimeOffset.MaxValue);
        return _acks.Next;
    }
}
